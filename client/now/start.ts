/** What goes on around the player for as long as the page is open. */
import { insist, whenIdle } from "../app/idle.ts";
import { player } from "../playback/instance.ts";

const asked = Promise.withResolvers<void>();

export const startPlayer = (): void => {
  whenIdle(() => {
    player.prepare();
    asked.resolve();
  });
};

/** A part of the page that does not keep the engine waiting. */
export const behindEngine = async <T>(load: () => Promise<T>): Promise<T> => {
  await asked.promise;
  return insist(load);
};

export const loadRest = () => behindEngine(() => import("./rest.ts"));
