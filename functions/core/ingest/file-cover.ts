import { storeCover } from "../cover/store-cover.ts";
import { Problem } from "../problem.ts";
import { changeCover } from "../store/change-cover.ts";
import { changeTopic } from "./bell.ts";
import { LeaseLost } from "./lease.ts";
import type { Task } from "./task.ts";

/**
 * Makes the cover that the file brings along. A picture that is none is no fault of the song, which goes without.
 * Rejects with LeaseLost, and as the store does.
 */
export const storeFileCover = async (
  { store, bell, song, holder, limits, log }: Task,
  picture: Uint8Array,
): Promise<void> => {
  try {
    const { cover, growth } = await storeCover(store.chunks, song.id, picture, limits);
    const edit = () => ({ fileCover: cover });
    const changed = await changeCover(store.songs, song.id, edit, growth, { holder });
    if (!changed) throw new LeaseLost(song.id);
    bell.ring(changeTopic);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    log.info({ songId: song.id, problem: error.slug, err: error.cause }, "no cover made");
  }
};
