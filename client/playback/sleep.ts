/** The sleep timer: silence after some minutes, or when the song is over. */
import { effect, signal } from "@preact/signals";
import type { Player } from "./player.ts";

export const sleepChoices = [15, 30, 45, 60] as const;

/** Minutes, or the end of the song. */
export type Sleep = (typeof sleepChoices)[number] | "song" | undefined;

const minute = 60_000;

export type SleepTimer = {
  readonly chosen: { readonly value: Sleep };
  choose(sleep: Sleep): void;
};

export const createSleepTimer = (player: Player): SleepTimer => {
  const chosen = signal<Sleep>(undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  // The song is over: the player has taken its order back.
  effect(() => {
    if (!player.stopsAfter.value && chosen.peek() === "song") chosen.value = undefined;
  });
  return {
    chosen,
    choose(sleep) {
      clearTimeout(timer);
      chosen.value = sleep;
      player.stopsAfter.value = sleep === "song";
      if (typeof sleep !== "number") return;
      timer = setTimeout(() => {
        chosen.value = undefined;
        player.pause();
      }, sleep * minute);
    },
  };
};
