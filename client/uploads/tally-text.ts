/** What all uploads together say of themselves. */
import { plural } from "../app/format.ts";
import type { Tally } from "./upload.ts";

export const tallyText = ({ all, added, pending }: Tally): string => {
  if (pending > 0) return `Adding ${plural(all, "song")}`;
  return added > 0 ? `${plural(added, "song")} added` : "Nothing added";
};

export const failedText = ({ failed }: Tally): string | undefined =>
  failed === 0 ? undefined : `${plural(failed, "file")} not added`;
