import { expect } from "vitest";
import type { Player } from "./engine.ts";

/** Waits until that song sounds, that many seconds on. */
export const expectSound = async (player: Player, id: string, after = 0): Promise<void> => {
  await expect
    .poll(async () => {
      const { song, status, position } = await player.seen();
      return { song, status, isOn: position > after };
    })
    .toEqual({ song: id, status: "playing", isOn: true });
};
