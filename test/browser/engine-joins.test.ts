/** Songs that were one recording once sound as one again: measured in the samples that the browser plays. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBrowser } from "../support/browser.ts";
import { joinAt, record, recorded } from "../support/capture.ts";
import { openPlayer, type Player } from "../support/engine.ts";
import { buildEnginePage, type EnginePage } from "../support/engine-page.ts";
import { type Recording, uploadRecording } from "../support/recordings.ts";
import { type Server, startServer } from "../support/server.ts";

let server: Server;
let browser: Browser;
let enginePage: EnginePage;

beforeAll(async () => {
  [server, browser, enginePage] = await Promise.all([
    startServer(),
    startBrowser(),
    buildEnginePage(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await enginePage.close();
  await server.stop();
});

/** Plays them in a row, as a queue does it, to the end of the last. */
const playAll = async (player: Player, ids: readonly string[]): Promise<void> => {
  await player.queue(ids);
  await expect.poll(async () => (await player.told()).at(-1)?.kind).toBe("end");
  expect((await player.told()).flatMap((one) => (one.kind === "next" ? [one.id] : []))).toEqual(
    ids.slice(1),
  );
};

const expectOneSound = async (player: Player, { source, joins }: Recording): Promise<void> => {
  const recording = await recorded(player.page);
  for (const join of joins) {
    const { gap, noise } = joinAt(source, recording, join);
    expect(gap).toBe(0);
    // AAC begins with up to 1.7 times its noise, in an ideal decode too; a hole of one frame is 6 times.
    expect(noise.there).toBeLessThan(noise.before * 2.5 + 0.000_1);
  }
};

describe("songs of one recording", () => {
  test.each([
    ["a128", 44_100],
    ["flac", 44_100],
    ["a256", 48_000],
    ["flac", 48_000],
    // AAC at 48 kHz: the browser plays at the source's rate what it resamples itself.
    ["flac", 96_000],
  ] as const)("join without a gap as %s at %i Hz", async (rendition, rate) => {
    const recording = await uploadRecording(server, rate, [rate * 4 + 1_234, rate * 3 + 777]);
    const player = await openPlayer(browser, enginePage, server);
    await record(player.page, rate);
    await player.quality(rendition);
    await playAll(player, recording.ids);
    await expectOneSound(player, recording);
    expect((await player.seen()).rendition).toBe(rendition);
    expect(player.errors).toEqual([]);
    await player.close();
  });

  test("join without a gap and without drift when there are twelve of them", async () => {
    const lengths = Array.from({ length: 12 }, (_, n) => 90_112 + 997 * n);
    const recording = await uploadRecording(server, 44_100, lengths);
    const player = await openPlayer(browser, enginePage, server);
    await record(player.page, 44_100);
    await player.quality("a128");
    await playAll(player, recording.ids);
    await expectOneSound(player, recording);
    const total = lengths.reduce((sum, length) => sum + length, 0) / 44_100;
    const { currentTime } = await player.element();
    expect(Math.abs(currentTime - total)).toBeLessThan(0.000_1);
    expect(player.errors).toEqual([]);
    await player.close();
  });
});
