import { expect } from "vitest";
import { hear } from "./browser.ts";
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

/** Waits until that tone (Hz) is heard, after `listen`: a busy machine breaks a moment of it off. */
export const expectTone = async (
  { page }: Pick<Player, "page">,
  frequency: number,
): Promise<void> => {
  await expect
    .poll(async () => Math.abs((await hear(page)).frequency - frequency))
    .toBeLessThan(10);
};
