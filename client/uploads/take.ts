/** Takes files into the library, and says what is none. */
import { toast } from "../app/toast.ts";
import { noteCovers } from "./folder-covers.ts";
import { type Gathered, gatherEntries, gatherFiles, leftOut } from "./gather.ts";
import { startUploads } from "./instance.ts";
import { uploads } from "./state.ts";
import { tally } from "./tally.ts";
import type { Uploads } from "./uploads.ts";

/** Also says what was half sent before. */
export const started = (): Uploads => (uploads.value ??= startUploads());

const take = (gathered: Gathered): void => {
  const all = started();
  noteCovers(gathered.covers);
  // What is over and done with is not counted with what comes now.
  if (tally.peek().pending === 0) all.tidy();
  all.add(gathered.music);
  const said = leftOut(gathered);
  if (said !== undefined) toast(said);
};

export const takeFiles = (files: readonly File[]): void => take(gatherFiles(files));

export const takeEntries = async (entries: readonly FileSystemEntry[]): Promise<void> =>
  take(await gatherEntries(entries));
