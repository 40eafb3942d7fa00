import { Problem } from "../../core/problem.ts";
import { isId } from "../../core/song/ids.ts";
import type { Song } from "../../core/song/song.ts";
import type { Store } from "../../core/store/store.ts";

const gone = (): Problem =>
  new Problem("upload-gone", { detail: "Start a new one. Nothing of it is kept." });

const hasExpired = ({ original, expiresAt = Infinity }: Song): boolean =>
  !original.complete && expiresAt < Date.now();

/** The song that an upload makes, and made. Throws Problem: unknown-upload, upload-gone. */
export const findUpload = async ({ songs }: Store, id: string): Promise<Song> => {
  const song = isId(id) ? await songs.get(id) : undefined;
  if (!song?.original.resumable)
    throw new Problem("unknown-upload", { detail: "Check its address, or start a new one." });
  if (song.deletedAt !== undefined || hasExpired(song)) throw gone();
  return song;
};
