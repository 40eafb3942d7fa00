/** Another quality in the middle of a song: measured in the samples that the browser plays. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBrowser } from "../support/browser.ts";
import { joinAt, record, recorded } from "../support/capture.ts";
import { openPlayer } from "../support/engine.ts";
import { buildEnginePage, type EnginePage } from "../support/engine-page.ts";
import { type Recording, uploadRecording } from "../support/recordings.ts";
import { getSong, type Server, startServer } from "../support/server.ts";

const rate = 44_100;

let server: Server;
let browser: Browser;
let enginePage: EnginePage;
let recording: Recording;

beforeAll(async () => {
  [server, browser, enginePage] = await Promise.all([
    startServer(),
    startBrowser(),
    buildEnginePage(),
  ]);
  recording = await uploadRecording(server, rate, [rate * 60]);
});
afterAll(async () => {
  await browser.close();
  await enginePage.close();
  await server.stop();
});

/** Samples where a segment of the song begins: the last one before that second. */
const cutBefore = async (seconds: number): Promise<number> => {
  const { start } = await getSong(server, recording.ids[0] ?? "");
  const ends = (start?.durations ?? []).map((_, n, all) =>
    all.slice(0, n + 1).reduce((sum, duration) => sum + duration),
  );
  return Math.round((ends.findLast((end) => end < seconds) ?? 0) * rate);
};

describe("another quality", () => {
  test.each([
    ["a128", "flac", 0.02],
    // The first frame of AAC lacks the one before it, which it would be added to.
    ["flac", "a128", 0.03],
    ["a64", "a256", 0.02],
  ] as const)(
    "comes without a sample too many or too few: %s, then %s",
    async (before, after, most) => {
      const player = await openPlayer(browser, enginePage, server);
      await record(player.page, rate);
      await player.quality(before);
      await player.call("play", recording.ids[0]);
      await expect.poll(async () => (await player.seen()).position).toBeGreaterThan(2);
      expect((await player.seen()).rendition).toBe(before);
      await player.quality(after);
      await expect.poll(async () => (await player.seen()).rendition).toBe(after);
      const { position } = await player.seen();
      await expect.poll(async () => (await player.seen()).position).toBeGreaterThan(position + 1);
      const change = await cutBefore(position);
      const { gap, noise } = joinAt(recording.source, await recorded(player.page), change);
      expect(gap).toBe(0);
      // A hole of one frame would be 0.033 of this sound.
      expect(noise.there).toBeLessThan(most);
      expect(player.errors).toEqual([]);
      await player.close();
    },
  );

  test("is the best that the line carries, once that is left to it again", async () => {
    const player = await openPlayer(browser, enginePage, server);
    await player.quality("a64");
    await player.call("play", recording.ids[0]);
    await expect.poll(async () => (await player.seen()).position).toBeGreaterThan(1);
    await player.quality("auto");
    await player.seek(45);
    await expect.poll(async () => (await player.seen()).rendition).toMatch(/a256|flac/);
    await player.close();
  });
});
