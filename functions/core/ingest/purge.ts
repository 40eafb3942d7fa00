import type { SongId } from "../song/song.ts";
import type { ChunkStore } from "../store/store.ts";

/** Small steps: nobody waits long behind one of them. */
const atOnce = 16;

/** Deletes every chunk whose name begins so. */
export const purgeChunks = async (
  chunks: Pick<ChunkStore, "delete">,
  id: SongId,
  prefix: string,
): Promise<void> => {
  while ((await chunks.delete(id, prefix, atOnce)) === atOnce);
};
