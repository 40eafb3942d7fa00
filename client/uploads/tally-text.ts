/** What all uploads together say of themselves. */
import { plural } from "../app/format.ts";
import type { Tally } from "./upload.ts";

const halfSent = (left: number): string =>
  `${plural(left, "file")} half sent: choose ${left === 1 ? "it" : "them"} again`;

export const tallyText = ({ all, added, left, pending }: Tally): string => {
  if (pending > 0) return `Adding ${plural(all, "song")}`;
  if (added > 0) return `${plural(added, "song")} added`;
  return left > 0 ? halfSent(left) : "Nothing added";
};

/** What somebody has to see to, besides. */
export const openText = ({ added, failed, left, pending }: Tally): string | undefined => {
  const texts = [
    failed > 0 && `${plural(failed, "file")} not added`,
    left > 0 && pending + added > 0 && halfSent(left),
  ].filter((text) => text !== false);
  return texts.length === 0 ? undefined : texts.join(" · ");
};
