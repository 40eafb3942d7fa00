/** How the player was left, as text: a reload finds it again. */
import type { Song } from "../../api-client/contract.ts";
import {
  currentEntry,
  emptyQueue,
  type From,
  indexOfCurrent,
  type Key,
  type Queue,
  type Repeat,
} from "./queue.ts";

export type Left = {
  readonly queue: Queue;
  /** Those that show at once, as they were. */
  readonly songs: readonly Song[];
  /** Seconds within the current song. */
  readonly position: number;
};

/** A browser keeps some 5 MB for a page: so many entries before and after the song that plays. */
const mostBefore = 500;
const mostAfter = 9_500;
/** Songs kept whole: the current one and what is seen of the queue. */
const mostSongs = 40;

const version = 1;

type Kept = {
  readonly version: number;
  readonly ids: readonly string[];
  /** Places in `ids`. */
  readonly current: number;
  readonly unshuffled?: readonly number[];
  readonly from?: From;
  readonly repeat: Repeat;
  readonly songs: readonly Song[];
};

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

const parsed = <T>(text: string | undefined): Partial<T> => {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    // Cut short, or not of our writing: as if nothing had been left.
    return {};
  }
};

const queueOf = ({
  ids = [],
  current = 0,
  unshuffled,
  from,
  repeat = "off",
}: Partial<Kept>): Queue => {
  const entries = ids.map((id, place) => ({ key: place + 1, id }));
  return {
    entries,
    current: entries[current]?.key,
    from,
    repeat,
    unshuffled: unshuffled?.map((place) => place + 1),
    nextKey: entries.length + 1,
  };
};

/** Of what `queueText` and `positionText` gave. */
export const leftFrom = (queueKept: string | undefined, positionKept: string | undefined): Left => {
  const kept = parsed<Kept>(queueKept);
  if (kept.version !== version) return { queue: emptyQueue, songs: [], position: 0 };
  const queue = queueOf(kept);
  const { id, at = 0 } = parsed<{ id: string; at: number }>(positionKept);
  const isOfSong = id !== undefined && id === currentEntry(queue)?.id;
  return { queue, songs: kept.songs ?? [], position: isOfSong ? at : 0 };
};
