/** What a row says of its song, besides the tags. */
import type { Song } from "../../api-client/contract.ts";
import { percent } from "../app/format.ts";
import type { Sent } from "../library/sending.ts";

export type RowState =
  | { readonly kind: "idle" }
  | {
      readonly kind: "uploading" | "processing";
      readonly text: string;
      /** 0 to 1. */
      readonly part: number;
    }
  | { readonly kind: "failed"; readonly text: string; readonly action: "replace" | "again" }
  | { readonly kind: "deleted" };

/** What another attempt may mend: the file is good. */
const mayGoWell: ReadonlySet<string> = new Set(["preparation-failed", "internal", "store-away"]);

const failed = ({ reason }: Song): RowState => {
  const slug = reason?.type.split(":").at(-1) ?? "internal";
  const action = mayGoWell.has(slug) ? "again" : "replace";
  return { kind: "failed", text: reason?.title ?? "It could not be prepared.", action };
};

/** `sent`: where this page is what uploads it. */
export const rowState = (song: Song, isLeaving: boolean, sent?: Sent): RowState => {
  if (song.deletedAt !== undefined && isLeaving) return { kind: "deleted" };
  if (song.state === "failed") return failed(song);
  if (song.state === "ready") return { kind: "idle" };
  const part = song.progress ?? 0;
  if (song.playable)
    return { kind: "processing", part, text: `Playable · ${percent(part)} prepared` };
  if (song.state === "processing")
    return { kind: "processing", part, text: `Preparing ${percent(part)}` };
  return { kind: "uploading", part: sent?.part ?? 0, text: sent?.text ?? "Uploading" };
};
