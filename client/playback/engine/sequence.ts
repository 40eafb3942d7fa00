/** One song after another on one audio element: the one that plays, and the one that follows it. */
import type { Song } from "../../../api-client/contract.ts";
import type { Fault } from "../engine.ts";
import { watchBoundary } from "./boundary.ts";
import type { Choice } from "./choice.ts";
import { createGrowth } from "./growth.ts";
import { createMending } from "./mending.ts";
import { renditionFor, type Rung } from "./renditions.ts";
import { createRun, type Run } from "./run.ts";
import { isOver, type Startable } from "./starts.ts";
import type { Supply } from "./supply.ts";
import { arrangeTail } from "./tail.ts";
import {
  bufferedIn,
  endOf,
  grown,
  joined,
  lengthOf,
  type Range,
  type Slot,
  slotAt,
} from "./timeline.ts";

export type SequenceEvents = {
  /** Another song plays. `byItself`: as the one before was over. */
  onSong(byItself: boolean): void;
  onRendition(): void;
  /** Of the song that plays; it will not mend itself. */
  onFault(fault: Fault): void;
};

export type Sequence = {
  readonly elements: readonly HTMLAudioElement[];
  /** The one that is heard. */
  readonly element: HTMLAudioElement;
  /** The song that plays. */
  readonly song: Song | undefined;
  readonly rendition: string | undefined;
  readonly position: number;
  readonly duration: number | undefined;
  readonly buffered: readonly Range[];
  /** The song, from so many seconds on. Says whether it has to be loaded anew. */
  go(song: Song, at: number): boolean;
  /** An element has come to its end. Says whether another one goes on. */
  passOn(): boolean;
  follow(song: Song | undefined): void;
  update(song: Song): void;
  seek(seconds: number): void;
  warm(song: Song): void;
  /** The choice of quality is another one. */
  climb(): void;
  stop(): void;
  destroy(): void;
};

type Options = {
  readonly audio: HTMLAudioElement;
  readonly supply: Supply;
  readonly choice: Choice;
  readonly events: SequenceEvents;
};

/** ms between two questions about a song that is not prepared far enough to be played. */
const askEvery = 2_000;
/** Seconds of the song that plays that must be there before bytes are spent on the next one. */
const enoughAhead = 10;
/** Seconds, less than a sample: where a song begins by hls.js's sums, the one before may not be over. */
const inside = 0.000_002;
/** Seconds before the end of a song that one can seek to: whole, and while it still grows. */
const lastMoment = { whole: 0.01, growing: 0.5 };

export const createSequence = ({ audio, supply, choice, events }: Options): Sequence => {
  let song: Song | undefined;
  let following: Song | undefined;
  /** The place on the time line of the song that plays. */
  let playing: number | undefined;
  /** Seconds where the song is to begin, until it has. */
  let pending: number | undefined;
  let rendition: string | undefined;
  let lastKey = 0;

  const newKey = (): number => ++lastKey;

  const mend = createMending({
    recover: () => run.recover(),
    restart: () => restart(),
    isFlac: () => rendition === "flac",
    giveUpFlac: choice.giveUpFlac,
    onFault: events.onFault,
  });

  const newRun = (): Run => {
    const made: Run = createRun({
      audio,
      rungs: choice.rungs,
      decodes: choice.decodes,
      estimate: choice.estimate,
      open: supply.open,
      onRendition(name) {
        if (made !== run) return;
        rendition = name;
        events.onRendition();
      },
      onError: (data) => made === run && mend(data),
    });
    return made;
  };
  // Attached beforehand: that much sooner there is sound when somebody presses.
  let run = newRun();

  const renew = (): void => {
    choice.measured = run.estimate ?? choice.measured;
    run.destroy();
    playing = rendition = undefined;
    run = newRun();
  };

  const slotNow = (): Slot | undefined => run.slots.find(({ key }) => key === playing);

  const begin = (startable: Startable): void => {
    if (!choice.first(startable.start)) return events.onFault("codec");
    playing = newKey();
    const slots = joined([], { ...startable, key: playing });
    run.begin(slots, pending ?? 0, choice.climb(startable.start));
    return arrangeSoon();
  };

  const beginWhenKnown = async (wanted: Song): Promise<void> => {
    const mine = run;
    const still = (): boolean => run === mine && playing === undefined;
    while (still()) {
      const answer = await supply.ask(wanted, still);
      if (!still()) return;
      if (!answer) return events.onFault("deleted");
      const startable = supply.known(answer);
      if (startable) return begin(startable);
      if (isOver(answer)) return events.onFault("unknown");
      // It is not prepared far enough to be played.
      await new Promise((resolve) => setTimeout(resolve, askEvery));
    }
  };

  /** Its first bytes come along with the answer to what it is made of, rather than after. */
  const guessFirst = (wanted: Song): void => {
    const likely = choice.guess(wanted);
    if (likely) supply.warm(wanted, likely);
  };

  const load = (wanted: Song, at: number): void => {
    if (song) renew();
    song = wanted;
    pending = at;
    const known = supply.known(wanted);
    if (known) begin(known);
    else void beginWhenKnown(wanted);
    if (!known && at === 0) guessFirst(wanted);
  };

  const restart = (): void => {
    if (!song) return;
    load(song, sequence.position);
    events.onSong(false);
  };

  /** A song that is on the time line becomes the one that plays. */
  const moveTo = (slot: Slot, at: number): void => {
    playing = slot.key;
    song = slot.song;
    if (audio.readyState === 0) pending = at;
    run.seek(slot.from + at + inside);
    arrangeSoon();
  };

  const arrange = (): void => {
    const slot = slotNow();
    if (!slot) return;
    const startable = following && supply.known(following);
    arrangeTail(run, slot, { song: following, startable }, newKey);
    if (following && !startable) void learn(following);
    growth.watch();
  };

  let arranging = false;
  /** After all that is said at the same time: "play this" and "that follows" belong together. */
  const arrangeSoon = (): void => {
    if (arranging) return;
    arranging = true;
    queueMicrotask(() => {
      arranging = false;
      arrange();
    });
  };

  /** Gets to know the song that follows. One that cannot be joined yet begins anew when it is its turn. */
  const learn = async (wanted: Song): Promise<void> => {
    const mine = run;
    const still = (): boolean => run === mine && following?.id === wanted.id;
    const answer = await supply.ask(wanted, still);
    if (!still()) return;
    if (!answer?.start) following = undefined;
    arrange();
  };

  const grow = (found: Startable): void => {
    for (const slot of run.slots)
      if (slot.song.id === found.song.id && !slot.complete)
        run.change(grown(run.slots, slot.key, found));
    arrange();
  };

  const growth = createGrowth({
    last: () => run.slots.at(-1),
    leftOf: (slot) => endOf(slot) - audio.currentTime,
    ask: supply.ask,
    onAnswer(answer) {
      const found = supply.known(answer);
      if (found) grow(found);
    },
  });

  const passTo = (slot: Slot): void => {
    playing = slot.key;
    song = slot.song;
    if (following?.id === slot.song.id) following = undefined;
    // The song before stays for as long as somebody may go back to it.
    run.change(run.slots.slice(Math.max(0, run.slots.indexOf(slot) - 1)));
    events.onSong(true);
    arrangeSoon();
  };

  const warmNext = (slot: Slot): void => {
    const next = following && supply.known(following);
    if (!next) return;
    const { buffered } = audio;
    const reached = buffered.length > 0 ? buffered.end(buffered.length - 1) : 0;
    const isAhead = reached - audio.currentTime > enoughAhead || reached > endOf(slot) - 0.1;
    const found = rendition
      ? renditionFor(next.start, rendition as Rung, choice.decodes)
      : choice.first(next.start);
    if (isAhead && reached <= endOf(slot) && found) supply.warm(next.song, found);
  };

  const boundary = watchBoundary(audio, () => {
    if (pending !== undefined || audio.seeking) return undefined;
    const slot = slotAt(run.slots, audio.currentTime);
    if (!slot) return undefined;
    const before = run.slots[run.slots.indexOf(slot) - 1];
    if (before?.key === playing) passTo(slot);
    warmNext(slot);
    return slot.complete ? endOf(slot) : undefined;
  });

  const onMetadata = (): void => {
    const slot = slotNow();
    if (pending === undefined || !slot) return;
    const time = slot.from + pending;
    pending = undefined;
    if (Math.abs(audio.currentTime - time) > 0.001) audio.currentTime = time;
  };
  audio.addEventListener("loadedmetadata", onMetadata);

  const sequence: Sequence = {
    elements: [audio],
    element: audio,
    get song() {
      return song;
    },
    get rendition() {
      return rendition;
    },
    get position() {
      const slot = slotNow();
      if (pending !== undefined || !slot) return pending ?? 0;
      return Math.max(0, Math.min(audio.currentTime - slot.from, lengthOf(slot)));
    },
    get duration() {
      const slot = slotNow();
      return slot?.complete ? lengthOf(slot) : song?.duration;
    },
    get buffered() {
      const slot = slotNow();
      return slot ? bufferedIn(slot, audio.buffered) : [];
    },

    go(wanted, at) {
      following = undefined;
      const found = run.slots.filter((slot) => slot.song.id === wanted.id);
      const slot = found.find(({ key }) => key === playing) ?? found.at(-1);
      if (slot) moveTo(slot, at);
      else load(wanted, at);
      return !slot;
    },

    passOn: () => false,

    follow(wanted) {
      following = wanted;
      arrangeSoon();
    },

    update(changed) {
      const isGone = changed.deletedAt !== undefined;
      if (following?.id === changed.id) sequence.follow(isGone ? undefined : changed);
      if (isGone) return;
      if (song?.id === changed.id) song = changed;
      const slot = run.slots.at(-1);
      if (slot?.song.id !== changed.id || slot.complete) return;
      const found = changed.start && supply.known(changed);
      if (found) grow(found);
      else if (isOver(changed)) growth.ask(slot);
    },

    seek(seconds) {
      const slot = slotNow();
      if (!slot || pending !== undefined) pending = Math.max(0, seconds);
      if (!slot) return;
      const most = lengthOf(slot) - (slot.complete ? lastMoment.whole : lastMoment.growing);
      run.seek(slot.from + Math.max(0, Math.min(seconds, most)));
    },

    warm(wanted) {
      if (run.slots.some((slot) => slot.song.id === wanted.id)) return;
      const fetchFirst = (startable: Startable | undefined): void => {
        const found = startable && choice.first(startable.start);
        if (found) supply.warm(startable.song, found);
      };
      const known = supply.known(wanted);
      if (known) return fetchFirst(known);
      let asked = false;
      // Once: whoever presses for good asks again.
      const once = (): boolean => !asked && (asked = true);
      void supply.ask(wanted, once).then((answer) => fetchFirst(answer && supply.known(answer)));
      // After the question: its answer would wait behind all these bytes.
      guessFirst(wanted);
      return undefined;
    },

    climb() {
      const slot = slotNow();
      if (slot) run.climb(choice.climb(slot.start));
    },

    stop() {
      song = following = pending = undefined;
      renew();
    },

    destroy() {
      growth.stop();
      boundary.destroy();
      audio.removeEventListener("loadedmetadata", onMetadata);
      run.destroy();
    },
  };
  return sequence;
};
