/** The times beside the wave, as text that changes once a second. */
import { computed } from "@preact/signals";
import { clock } from "../app/format.ts";
import { player } from "../playback/instance.ts";
import { shownPosition } from "./progress.ts";

export const elapsed = computed(() => (player.current.value ? clock(shownPosition.value) : "–"));

export const total = computed(() =>
  clock(player.current.value ? player.duration.value : undefined),
);

/** `−2:46`; a dash while the length is not known. */
export const remaining = computed(() => {
  const { value: duration } = length;
  if (!player.current.value || duration === undefined) return "–";
  return `−${clock(Math.max(0, Math.floor(duration) - Math.floor(shownPosition.value)))}`;
});
