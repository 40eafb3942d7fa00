/** Pictures that lay beside the files that are added: for songs whose files bring no cover. */
import type { Song } from "../../api-client/contract.ts";
import { SegueError } from "../../api-client/errors.ts";
import { client } from "../library/client.ts";

const covers = new WeakMap<File, File>();

export const noteCovers = (found: ReadonlyMap<File, File>): void => {
  for (const [file, cover] of found) covers.set(file, cover);
};

/** The song is no worse for what the server cannot read: so it is with pictures in files. */
const aboutThePicture: ReadonlySet<string> = new Set([
  "not-picture",
  "picture-too-large",
  "unreadable-picture",
]);

/** The song, with the cover that lay beside its file where it had none. Rejects as the client does. */
export const giveCover = async (song: Song, file: File, signal: AbortSignal): Promise<Song> => {
  const cover = covers.get(file);
  if (!cover || song.coverFrom !== undefined) return song;
  try {
    return await client.setCover(song.id, cover, { from: "folder", signal });
  } catch (error) {
    if (error instanceof SegueError && aboutThePicture.has(error.slug)) return song;
    throw error;
  }
};
