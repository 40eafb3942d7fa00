/** What goes on around the player for as long as the page is open. */
import { whenIdle } from "../app/idle.ts";
import { player } from "../playback/instance.ts";
import { startPlayerKeys } from "./keys.ts";
import { startSaying } from "./say.ts";

export const startPlayer = (): void => {
  startPlayerKeys();
  startSaying();
  whenIdle(player.prepare);
};
