/** Writes down how the player is, for left.ts to read. */
import type { Song } from "../../api-client/contract.ts";
import { type Kept, version } from "./left.ts";
import { currentEntry, indexOfCurrent, type Key, type Queue } from "./queue.ts";

/** A browser keeps some 5 MB for a page: so many entries before and after the song that plays. */
const mostBefore = 500;
const mostAfter = 9_500;
/** Songs kept whole: the current one and what is seen of the queue. */
const mostSongs = 40;

/** Its addresses and segments are out of date by then. */
const withoutStart = (song: Song): Song => {
  const { start: _start, ...rest } = song;
  return rest;
};

export const queueText = (queue: Queue, songOf: (id: string) => Song | undefined): string => {
  const current = Math.max(0, indexOfCurrent(queue));
  const first = Math.max(0, current - mostBefore);
  const entries = queue.entries.slice(first, current + mostAfter);
  const places = new Map<Key, number>(entries.map(({ key }, place) => [key, place]));
  const shown = entries.slice(current - first, current - first + mostSongs);
  const kept: Kept = {
    version,
    ids: entries.map(({ id }) => id),
    current: current - first,
    repeat: queue.repeat,
    songs: shown.flatMap(({ id }) => songOf(id) ?? []).map(withoutStart),
    ...(queue.from && { from: queue.from }),
    ...(queue.unshuffled && {
      unshuffled: queue.unshuffled.flatMap((key) => places.get(key) ?? []),
    }),
  };
  return JSON.stringify(kept);
};

export const positionText = (queue: Queue, position: number): string =>
  JSON.stringify({ id: currentEntry(queue)?.id, at: Math.round(position * 10) / 10 });
