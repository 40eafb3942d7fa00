/** A song that grows while it plays: asks for more of it as late as will do. */
import type { Song } from "../../../api-client/contract.ts";
import { isOver } from "./starts.ts";
import type { Slot } from "./timeline.ts";

/** Seconds known ahead of the sound, before more is asked for. */
const lookAhead = 30;
/** ms between two questions. */
const askEvery = 2_000;

type Options = {
  /** The last song of the time line: only that one can grow. */
  readonly last: () => Slot | undefined;
  /** Seconds from where the sound is to the end of what is known of it. */
  readonly leftOf: (slot: Slot) => number;
  readonly ask: (song: Song, still: () => boolean) => Promise<Song | undefined>;
  readonly onAnswer: (song: Song) => void;
};

export type Growth = {
  /** Looks after it until it is complete or another song is last. */
  watch(): void;
  /** Asks now. */
  ask(slot: Slot): void;
  stop(): void;
};

export const createGrowth = ({ last, leftOf, ask, onAnswer }: Options): Growth => {
  let timer: number | undefined;

  const askNow = async ({ key, song }: Slot): Promise<void> => {
    const still = (): boolean => last()?.key === key;
    const answer = await ask(song, still);
    if (answer && still()) onAnswer(answer);
  };

  const isDue = (slot: Slot): boolean => isOver(slot.song) || leftOf(slot) < lookAhead;

  const check = async (key: number): Promise<void> => {
    const slot = last();
    if (slot?.key === key && isDue(slot)) await askNow(slot);
    watch();
  };

  const watch = (): void => {
    clearTimeout(timer);
    const slot = last();
    if (slot && !slot.complete) timer = window.setTimeout(() => void check(slot.key), askEvery);
  };

  return {
    watch,
    ask: (slot) => void askNow(slot),
    stop: () => clearTimeout(timer),
  };
};
