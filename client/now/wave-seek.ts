/** Seeking on the wave: what a range's events mean. */
import { player } from "../playback/instance.ts";
import { extent, preview } from "./progress.ts";
import { spokenPlace } from "./spoken.ts";

/** Seconds by key; the wave goes from left to right in every language. */
const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -5,
  ArrowDown: -5,
  ArrowRight: 5,
  ArrowUp: 5,
  PageUp: 30,
  PageDown: -30,
};

/** Written on focus and after a seek, never while it ticks: it would be read out. */
export const writeValue = (range: HTMLInputElement, seconds: number): void => {
  range.value = String(seconds);
  range.setAttribute("aria-valuetext", spokenPlace(seconds, player.duration.peek()));
};

const seekTo = (range: HTMLInputElement, seconds: number): void => {
  const place = Math.min(Math.max(0, seconds), extent.peek().seconds);
  player.seek(place);
  writeValue(range, place);
};

export const onWaveKey = (event: KeyboardEvent & { currentTarget: HTMLInputElement }): void => {
  const { currentTarget: range, key } = event;
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (key === "Escape" && preview.peek() !== undefined) preview.value = undefined;
  else if (key === "Home") seekTo(range, 0);
  else if (key === "End") seekTo(range, extent.peek().seconds);
  else if (steps[key] !== undefined) seekTo(range, player.now() + steps[key]);
  else return;
  event.preventDefault();
};

/** A drag, as long as it lasts. */
export const onWaveInput = ({
  currentTarget: range,
}: {
  currentTarget: HTMLInputElement;
}): void => {
  preview.value = range.valueAsNumber;
};

/** Let go. */
export const onWaveChange = ({
  currentTarget: range,
}: {
  currentTarget: HTMLInputElement;
}): void => {
  if (preview.peek() === undefined) return;
  preview.value = undefined;
  seekTo(range, range.valueAsNumber);
};
