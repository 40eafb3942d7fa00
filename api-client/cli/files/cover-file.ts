/** A song's cover beside its file, where the file itself does not bring it. */
import { readFile, writeFile } from "node:fs/promises";
import type { Song } from "../../contract.ts";
import { fetchCover } from "../../cover.ts";
import type { Context } from "../context.ts";
import type { Notes } from "./notes.ts";

/** ms */
const patience = 30_000;

/** Written anew each time: it may be another by now. */
export const writeCover = async (
  { patient, signal }: Pick<Context, "patient" | "signal">,
  song: Song,
  file: string,
): Promise<Notes["cover"]> => {
  const { coverFrom: from } = song;
  if (from !== "person" && from !== "folder") return undefined;
  const picture = await fetchCover(song, {
    base: patient.streamingUrl(song),
    retryFor: patience,
    signal,
  });
  if (!picture) return { from, ending: null };
  const ending = `.cover.${picture.type.split("/")[1]}`;
  await writeFile(file + ending, await picture.bytes());
  return { from, ending };
};

/** Null: none. Rejects as the file system does. */
export const readCover = async (
  file: string,
  { ending }: NonNullable<Notes["cover"]>,
): Promise<Blob | null> => (ending === null ? null : new Blob([await readFile(file + ending)]));
