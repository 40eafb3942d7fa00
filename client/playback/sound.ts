/** How it sounds on this device: loudness, and how much of the line it takes. Kept. */
import { effect, signal } from "@preact/signals";
import { setting } from "../app/settings.ts";
import type { Engine, Levelling, Quality } from "./engine.ts";

/** 0 to 1. */
export const volume = setting<number>("volume", 1, (value) => value >= 0 && value <= 1);
export const muted = setting<boolean>("muted", false);
export const levelling = setting<Levelling>("levelling", "track");
export const quality = setting<Quality>("quality", "auto");

/** False where a page may not set it; then levelling does nothing either. */
export const canSetVolume = signal(true);

const step = 0.05;

/** Steps up or down; what is louder is heard. */
export const turnVolume = (steps: number): void => {
  const next = Math.round((volume.peek() + steps * step) * 100) / 100;
  volume.value = Math.min(1, Math.max(0, next));
  if (steps > 0) muted.value = false;
};

export const toggleMuted = (): void => void (muted.value = !muted.peek());

/** The engine follows what is chosen from now on. */
export const applySound = (engine: Engine): void => {
  canSetVolume.value = engine.canSetVolume;
  effect(() => engine.setVolume(volume.value));
  effect(() => engine.setMuted(muted.value));
  effect(() => engine.setLevelling(levelling.value));
  effect(() => engine.setQuality(quality.value));
};
