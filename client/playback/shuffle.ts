/** Shuffling what is to come, and the way back. */
import { type Entry, indexOfCurrent, type Key, type Queue } from "./queue.ts";

/** Fisher and Yates; `random` gives 0 to 1, without 1. */
export const shuffled = <T>(list: readonly T[], random: () => number): T[] => {
  const mixed = [...list];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T];
  }
  return mixed;
};

/** Mixes what comes after the song that plays. */
export const shuffle = (queue: Queue, random: () => number): Queue => {
  if (queue.unshuffled) return queue;
  const first = indexOfCurrent(queue) + 1;
  const { entries } = queue;
  return {
    ...queue,
    entries: [...entries.slice(0, first), ...shuffled(entries.slice(first), random)],
    unshuffled: entries.map(({ key }) => key),
  };
};

/** As `shuffle`, for a queue that just began: what stood before the song comes after it too. */
export const shuffleAll = (queue: Queue, random: () => number): Queue => {
  const current = queue.entries.filter(({ key }) => key === queue.current);
  const others = queue.entries.filter(({ key }) => key !== queue.current);
  return {
    ...queue,
    entries: [...current, ...shuffled(others, random)],
    unshuffled: queue.entries.map(({ key }) => key),
  };
};

/** The order from before, around the song that plays. */
export const unshuffle = (queue: Queue): Queue => {
  if (!queue.unshuffled) return queue;
  const entries = new Map<Key, Entry>(queue.entries.map((entry) => [entry.key, entry]));
  return {
    ...queue,
    entries: queue.unshuffled.flatMap((key) => entries.get(key) ?? []),
    unshuffled: undefined,
  };
};
