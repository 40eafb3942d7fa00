/** What follows the song that plays: asked for, joined to its end, and the end of what grows. */
import type { Song } from "../../../api-client/contract.ts";
import { createGrowth } from "./growth.ts";
import { renditionFor, type Rung } from "./renditions.ts";
import type { Run } from "./run.ts";
import type { SequenceParts } from "./sequence.ts";
import { isOver, type Startable } from "./starts.ts";
import { arrangeTail } from "./tail.ts";
import { endOf, grown, type Slot } from "./timeline.ts";

type Options = Pick<SequenceParts, "audio" | "supply" | "choice"> & {
  readonly run: () => Run;
  /** Where the song that plays is on its time line. */
  readonly playing: () => Slot | undefined;
  readonly rendition: () => string | undefined;
  readonly newKey: () => number;
};

export type Succession = {
  /** That song shall follow; undefined: nothing. */
  wish(song: Song | undefined): void;
  /** That song plays by now. */
  fulfil(song: Song): void;
  /** Once all is said that is said at the same time: "play this" and "that follows" belong together. */
  arrangeSoon(): void;
  /** A song was changed. */
  update(song: Song): void;
  /** Fetches what the next one begins with, if the song that plays needs the line no longer. */
  warm(slot: Slot): void;
  destroy(): void;
};

/** Seconds of the song that plays that must be there before bytes are spent on the next one. */
const enoughAhead = 10;

export const createSuccession = (options: Options): Succession => {
  const { audio, supply, choice, run, playing } = options;
  let following: Song | undefined;

  const arrange = (): void => {
    const slot = playing();
    if (!slot) return;
    const startable = following && supply.known(following);
    arrangeTail(run(), slot, { song: following, startable }, options.newKey);
    // The question would take the line from the first sound.
    const sounds = audio.readyState >= audio.HAVE_FUTURE_DATA;
    if (following && !startable && sounds) void learn(following);
    growth.watch();
  };

  let arranging = false;
  const arrangeSoon = (): void => {
    if (arranging) return;
    arranging = true;
    queueMicrotask(() => {
      arranging = false;
      arrange();
    });
  };
  audio.addEventListener("canplay", arrangeSoon);

  /** Gets to know the song that follows. One that cannot be joined yet begins anew when it is its turn. */
  const learn = async (wanted: Song): Promise<void> => {
    const mine = run();
    const still = (): boolean => run() === mine && following?.id === wanted.id;
    const answer = await supply.ask(wanted, still);
    if (!still()) return;
    if (!answer?.start) following = undefined;
    arrange();
  };

  const grow = (found: Startable): void => {
    const { slots, change } = run();
    for (const slot of slots)
      if (slot.song.id === found.song.id && !slot.complete) change(grown(slots, slot.key, found));
    arrange();
  };

  const growth = createGrowth({
    last: () => run().slots.at(-1),
    leftOf: (slot) => endOf(slot) - audio.currentTime,
    ask: supply.ask,
    onAnswer(answer) {
      const found = supply.known(answer);
      if (found) grow(found);
    },
  });

  const wish = (song: Song | undefined): void => {
    following = song;
    arrangeSoon();
  };

  return {
    wish,
    arrangeSoon,

    fulfil(song) {
      if (following?.id === song.id) following = undefined;
      arrangeSoon();
    },

    update(changed) {
      const isGone = changed.deletedAt !== undefined;
      if (following?.id === changed.id) wish(isGone ? undefined : changed);
      const slot = run().slots.at(-1);
      if (isGone || slot?.song.id !== changed.id || slot.complete) return;
      const found = changed.start && supply.known(changed);
      if (found) grow(found);
      else if (isOver(changed)) growth.ask(slot);
    },

    warm(slot) {
      const next = following && supply.known(following);
      if (!next) return;
      const { buffered } = audio;
      const reached = buffered.length > 0 ? buffered.end(buffered.length - 1) : 0;
      const isAhead = reached - audio.currentTime > enoughAhead || reached > endOf(slot) - 0.1;
      const rung = options.rendition();
      const found = rung
        ? renditionFor(next.start, rung as Rung, choice.decodes)
        : choice.first(next.start);
      if (isAhead && reached <= endOf(slot) && found) supply.warm(next.song, found);
    },

    destroy() {
      growth.stop();
      audio.removeEventListener("canplay", arrangeSoon);
    },
  };
};
