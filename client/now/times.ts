/** The times beside the wave, as text that changes once a second. */
import { computed } from "@preact/signals";
import { clock, length } from "../app/format.ts";
import { player } from "../playback/instance.ts";
import { shownPosition } from "./progress.ts";

export const elapsed = computed(() => (player.current.value ? clock(shownPosition.value) : "–"));

/** Seconds: what lists say, too; the sound itself may be a frame longer or shorter. */
const songLength = computed(() => player.current.value?.duration ?? player.duration.value);

export const total = computed(() => length(player.current.value ? songLength.value : undefined));

/** `−2:46`; a dash while the length is not known. */
export const remaining = computed(() => {
  const { value: duration } = songLength;
  if (!player.current.value || duration === undefined) return "–";
  return `−${clock(Math.max(0, Math.round(duration) - Math.floor(shownPosition.value)))}`;
});
