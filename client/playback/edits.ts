/** What people do to the queue. What takes something away gives back the step that undoes it. */
import type { Signal } from "@preact/signals";
import type { Song } from "../../api-client/contract.ts";
import {
  clear,
  enqueue,
  type Key,
  move,
  playNext,
  putBack,
  type Queue,
  remove,
  type Repeat,
  setRepeat,
} from "./queue.ts";
import { shuffle, unshuffle } from "./shuffle.ts";

export type Undo = () => void;

export type Edits = {
  playNext(songs: readonly Song[]): Undo;
  enqueue(songs: readonly Song[]): Undo;
  remove(keys: readonly Key[]): Undo;
  /** All but the song that plays. */
  clear(): Undo;
  /** To a place among what comes: 0 is the very next. */
  move(key: Key, place: number): void;
  toggleShuffle(): void;
  /** Off, all, one, off. */
  cycleRepeat(): void;
};

const afterRepeat: Record<Repeat, Repeat> = { off: "all", all: "one", one: "off" };

type Options = {
  readonly queue: Signal<Queue>;
  readonly take: (songs: readonly Song[]) => void;
  readonly random: () => number;
};

export const createEdits = ({ queue, take, random }: Options): Edits => {
  const change = (step: (queue: Queue) => Queue): void => {
    queue.value = step(queue.peek());
  };

  const add = (songs: readonly Song[], step: typeof enqueue): Undo => {
    take(songs);
    const first = queue.peek().nextKey;
    change((from) =>
      step(
        from,
        songs.map(({ id }) => id),
      ),
    );
    const added = songs.map((_, n) => first + n);
    return () =>
      change((from) =>
        remove(
          from,
          added.filter((key) => key !== from.current),
        ),
      );
  };

  const takeAway = (step: (queue: Queue) => Queue): Undo => {
    const before = queue.peek();
    change(step);
    return () => change((from) => putBack(from, before));
  };

  return {
    playNext: (songs) => add(songs, playNext),
    enqueue: (songs) => add(songs, enqueue),
    remove: (keys) => takeAway((from) => remove(from, keys)),
    clear: () => takeAway(clear),
    move: (key, place) => change((from) => move(from, key, place)),
    toggleShuffle: () =>
      change((from) => (from.unshuffled ? unshuffle(from) : shuffle(from, random))),
    cycleRepeat: () => change((from) => setRepeat(from, afterRepeat[from.repeat])),
  };
};
