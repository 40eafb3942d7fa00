import { mainPlaylist } from "../hls/playlist.ts";
import type { Song } from "../song/song.ts";
import type { ChunkStore } from "../store/store.ts";

const name = "main.m3u8";

/** Whether somebody may start the song: then, and only then, it has a `main.m3u8`. */
const mayStart = ({ playable, deletedAt }: Song): boolean => playable && deletedAt === undefined;

/** Writes or deletes the song's `main.m3u8`, as it should be; one that is there is left as it is. */
export const settleMain = async (chunks: ChunkStore, song: Song): Promise<void> => {
  const { id, encoding } = song;
  if (!mayStart(song)) return void (await chunks.delete(id, name, 1));
  if (!encoding) return;
  const text = mainPlaylist(encoding.id, encoding.renditions);
  const revision = encoding.done ? encoding.durations.length + 1 : 1;
  await chunks.replace(id, name, Buffer.from(text), revision);
};
