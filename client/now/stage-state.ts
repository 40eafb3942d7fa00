/** Whether the stage is shown. */
import { signal } from "@preact/signals";
import { player } from "../playback/instance.ts";

export const isStageOpen = signal(false);

export const openStage = (): void => {
  if (player.current.peek()) isStageOpen.value = true;
};

export const closeStage = (): void => void (isStageOpen.value = false);

export const toggleStage = (): void => {
  if (isStageOpen.peek()) closeStage();
  else openStage();
};
