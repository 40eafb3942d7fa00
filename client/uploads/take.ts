/** Takes files into the library, and says what is none. */
import type { Song } from "../../api-client/contract.ts";
import { toast } from "../app/toast.ts";
import { noteCovers } from "./folder-covers.ts";
import { type Gathered, gatherEntries, gatherFiles, leftOut } from "./gather.ts";
import { startUploads } from "./instance.ts";
import { uploads } from "./state.ts";
import { tally } from "./tally.ts";
import type { Uploads } from "./uploads.ts";

/** Also says what was half sent before. */
export const started = (): Uploads => (uploads.value ??= startUploads());

const take = (gathered: Gathered, replaces?: Song): void => {
  const all = started();
  noteCovers(gathered.covers);
  // What is over and done with is not counted with what comes now.
  if (tally.peek().pending === 0) all.tidy();
  all.add(gathered.music, replaces);
  const said = leftOut(gathered);
  if (said !== undefined) toast(said);
};

/** `replaces`: the song that failed, in whose place they come. */
export const takeFiles = (files: readonly File[], replaces?: Song): void =>
  take(gatherFiles(files), replaces);

export const takeEntries = async (entries: readonly FileSystemEntry[]): Promise<void> =>
  take(await gatherEntries(entries));
