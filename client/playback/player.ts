/** The queue and the engine as one: what plays, what plays next, and what people can do about it. */
import {
  batch,
  effect,
  type ReadonlySignal,
  type Signal,
  signal,
  untracked,
} from "@preact/signals";
import type { Song } from "../../api-client/contract.ts";
import type { Clock } from "./clock.ts";
import { createCourse, mostFailures } from "./course.ts";
import {
  createDeck,
  type Deck,
  type DeckEvents,
  hopeless,
  type LoadEngine,
  type Trouble,
} from "./deck.ts";
import { createEdits, type Edits } from "./edits.ts";
import type { Left } from "./left.ts";
import {
  followingKey,
  type From,
  goTo,
  type Key,
  nextKey,
  previousKey,
  type Queue,
  startWith,
} from "./queue.ts";
import { shuffleAll } from "./shuffle.ts";
import { type HeldSongs, holdSongs } from "./songs.ts";

export type PlayerOptions = {
  readonly loadEngine: LoadEngine;
  /** Undefined where there is no such song. */
  readonly fetchSong: (id: string) => Promise<Song | undefined>;
  /** Where it was left: it waits there. */
  readonly start: Left;
  /** A song that came by itself was left out because it cannot be played. */
  readonly onSkip: (trouble: Trouble) => void;
  readonly random?: () => number;
};

export type Player = Edits &
  Pick<Clock, "position" | "duration" | "buffered"> &
  Pick<
    Deck,
    "status" | "rendition" | "trouble" | "now" | "pause" | "retry" | "know" | "prepare"
  > & {
    readonly queue: ReadonlySignal<Queue>;
    readonly songs: Pick<HeldSongs, "of" | "known">;
    readonly current: ReadonlySignal<Song | undefined>;
    /** Counts the leaps within songs. */
    readonly sought: ReadonlySignal<number>;
    /** When true, it ends with the song that plays, whatever comes after. */
    readonly stopsAfter: Signal<boolean>;
    /** Plays one of these songs and then the others; the queue that was is forgotten. */
    play(songs: readonly Song[], index?: number, from?: From): void;
    /** All of these songs, mixed. */
    playShuffled(songs: readonly Song[], from?: From): void;
    /** An entry of the queue. */
    jump(key: Key): void;
    resume(): void;
    toggle(): void;
    next(): void;
    previous(): void;
    seek(seconds: number): void;
    /** So many seconds on, or back. */
    seekBy(seconds: number): void;
    /** Somebody is about to press: fetches what the first sound takes. */
    warm(song: Song | undefined): void;
    /** What changed in the library. */
    note(songs: readonly Song[]): void;
  };

const none: ReadonlySet<string> = new Set();

export const createPlayer = ({
  loadEngine,
  fetchSong,
  start,
  onSkip,
  random = Math.random,
}: PlayerOptions): Player => {
  const songs = holdSongs(fetchSong);
  songs.take(start.songs);
  const queue = signal(start.queue);
  const stopsAfter = signal(false);
  const passed = signal(none);
  const { entry, current, follower, onward } = createCourse({ queue, songs, stopsAfter, passed });

  /** What the deck has. */
  let onDeck: Key | undefined = start.queue.current;
  let failures = 0;
  let cameByItself = false;
  let hasEnded = false;

  const put = (key: Key, how: "play" | "park"): void => {
    const found = queue.peek().entries.find((other) => other.key === key);
    if (!found) return;
    onDeck = key;
    hasEnded = false;
    batch(() => {
      passed.value = none;
      queue.value = goTo(queue.peek(), key);
      deck[how](found.id, 0);
    });
  };
  const begin = (key: Key | undefined, byItself = false): void => {
    if (key === undefined) return;
    cameByItself = byItself;
    put(key, "play");
  };

  const events: DeckEvents = {
    onSound() {
      failures = 0;
    },
    onNext() {
      const key = onward(followingKey);
      if (key === undefined) return;
      onDeck = key;
      cameByItself = true;
      batch(() => {
        passed.value = none;
        queue.value = goTo(queue.peek(), key);
      });
      deck.follow(follower.peek());
    },
    onAhead(trouble) {
      passed.value = new Set([...passed.peek(), trouble.song?.id ?? ""]);
      if (passed.peek().size < mostFailures) onSkip(trouble);
    },
    onEnd() {
      // Too many: they are tried, so that it is seen where it stops.
      if (passed.peek().size >= mostFailures) passed.value = none;
      const key = onward(followingKey);
      const stops = stopsAfter.peek();
      stopsAfter.value = false;
      if (key === undefined) hasEnded = true;
      else if (stops) put(key, "park");
      else begin(key, true);
    },
    onTrouble(trouble) {
      if (!hopeless.has(trouble.fault)) return;
      failures++;
      const key = onward(nextKey);
      if (!cameByItself || failures >= mostFailures || key === undefined) return;
      onSkip(trouble);
      begin(key, true);
    },
  };

  const deck = createDeck({ loadEngine, songs, events });

  const isSounding = (): boolean => ["playing", "loading", "waiting"].includes(deck.status.peek());

  if (entry.peek()) deck.park(entry.peek()?.id ?? "", start.position);
  effect(() => deck.follow(follower.value));
  // Where an edit of the queue took away what played, or gave the first song.
  effect(() => {
    const now = entry.value;
    if (now?.key === onDeck) return;
    onDeck = now?.key;
    hasEnded = false;
    untracked(() => {
      if (now) deck[isSounding() ? "play" : "park"](now.id, 0);
      else deck.stop();
    });
  });

  const playAll = (next: Queue, list: readonly Song[]): void => {
    if (next.current === undefined) return;
    songs.take(list);
    batch(() => {
      queue.value = next;
      begin(next.current);
    });
  };
  const queued = (list: readonly Song[], index: number, from: From | undefined): Queue =>
    startWith(
      queue.peek(),
      list.map(({ id }) => id),
      index,
      from,
    );

  const resume = (): void => {
    if (hasEnded) begin(onward(nextKey) ?? queue.peek().current);
    else deck.resume();
  };
  const sought = signal(0);
  const seek = (seconds: number): void => {
    hasEnded = false;
    deck.seek(Math.max(0, Math.min(seconds, deck.clock.duration.peek() ?? Infinity)));
    sought.value++;
  };

  return {
    ...createEdits({ queue, take: songs.take, random }),
    position: deck.clock.position,
    duration: deck.clock.duration,
    buffered: deck.clock.buffered,
    status: deck.status,
    rendition: deck.rendition,
    trouble: deck.trouble,
    now: deck.now,
    pause: deck.pause,
    retry: deck.retry,
    know: deck.know,
    prepare: deck.prepare,
    queue,
    songs,
    current,
    sought,
    stopsAfter,
    play(list, index = 0, from) {
      const next = queued(list, index, from);
      playAll(queue.peek().unshuffled ? shuffleAll(next, random) : next, list);
    },
    playShuffled(list, from) {
      const first = Math.floor(random() * list.length);
      playAll(shuffleAll(queued(list, first, from), random), list);
    },
    jump: (key) => begin(key),
    resume,
    toggle: () => (isSounding() ? deck.pause() : resume()),
    next: () => begin(onward(nextKey)),
    previous() {
      const key = previousKey(queue.peek(), deck.now());
      if (key === onDeck) seek(0);
      else begin(key);
    },
    seek,
    seekBy: (seconds) => seek(deck.now() + seconds),
    warm(song) {
      if (song?.playable) deck.warm(song);
    },
    note(changed) {
      songs.take(changed);
      for (const song of changed) deck.note(song);
    },
  };
};
