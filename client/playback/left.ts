/** How the player was left, as text: a reload finds it again. */
import type { Song } from "../../api-client/contract.ts";
import { currentEntry, emptyQueue, type From, type Queue, type Repeat } from "./queue.ts";

export type Left = {
  readonly queue: Queue;
  /** Those that show at once, as they were. */
  readonly songs: readonly Song[];
  /** Seconds within the current song. */
  readonly position: number;
};

export const version = 1;

export type Kept = {
  readonly version: number;
  readonly ids: readonly string[];
  /** Places in `ids`. */
  readonly current: number;
  readonly unshuffled?: readonly number[];
  readonly from?: From;
  readonly repeat: Repeat;
  readonly songs: readonly Song[];
};

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

/** Of what left-text.ts wrote. */
export const leftFrom = (queueKept: string | undefined, positionKept: string | undefined): Left => {
  const kept = parsed<Kept>(queueKept);
  if (kept.version !== version) return { queue: emptyQueue, songs: [], position: 0 };
  const queue = queueOf(kept);
  const { id, at = 0 } = parsed<{ id: string; at: number }>(positionKept);
  const isOfSong = id !== undefined && id === currentEntry(queue)?.id;
  return { queue, songs: kept.songs ?? [], position: isOfSong ? at : 0 };
};
