import type { Tags } from "../song/song.ts";
import { retag } from "../store/retag.ts";
import { changeTopic } from "./bell.ts";
import type { Task } from "./task.ts";
import { LeaseLost } from "./lease.ts";

const isSame = (one: Tags, other: Tags): boolean => {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof Tags>;
  return [...names].every((name) => one[name] === other[name]);
};

/** Notes what the file says of itself. What was noted before is not taken back. Rejects with LeaseLost. */
export const storeFileTags = async (
  { store, bell, song, holder }: Task,
  found: Tags,
): Promise<void> => {
  const fileTags = { ...song.fileTags, ...found };
  if (isSame(fileTags, song.fileTags)) return;
  const changed = await retag(store.songs, song.id, () => ({ fileTags }), { holder });
  if (!changed) throw new LeaseLost(song.id);
  bell.ring(changeTopic);
};
