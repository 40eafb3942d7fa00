/** What a list shows of the player. */
import { computed, effect, signal } from "@preact/signals";
import { player } from "../playback/instance.ts";

/** ms: shorter waits are not worth a sign. */
const patience = 400;

export const currentId = computed(() => player.current.value?.id);
export const isPlaying = computed(() => player.status.value === "playing");
const isWaiting = computed(() => ["loading", "waiting"].includes(player.status.value));

/** The song should sound and has not for a while. */
export const isBuffering = signal(false);
effect(() => {
  if (!isWaiting.value) {
    isBuffering.value = false;
    return undefined;
  }
  const timer = setTimeout(() => (isBuffering.value = true), patience);
  return () => clearTimeout(timer);
});
