import { player } from "../playback/instance.ts";
import { createSleepTimer } from "../playback/sleep.ts";

/** Of the page's player. */
export const sleepTimer = createSleepTimer(player);
