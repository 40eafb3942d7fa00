/** The engine in Chromium: one song after another, as a listener has them. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hear, listen, startBrowser } from "../support/browser.ts";
import { openPlayer } from "../support/engine.ts";
import { buildEnginePage, type EnginePage } from "../support/engine-page.ts";
import { ingest, type Server, startServer } from "../support/server.ts";
import { made } from "../support/sound.ts";

let server: Server;
let browser: Browser;
let enginePage: EnginePage;
/** Ids of songs that are one tone each. */
let low: string;
let high: string;

const tone = async (frequency: number, seconds: number): Promise<string> => {
  const wav = await made(`-f lavfi -i sine=${frequency}:d=${seconds}:r=44100 -ac 2`, "wav");
  return (await ingest(server, wav, { query: { title: `${frequency} Hz` } })).id;
};

beforeAll(async () => {
  [server, browser, enginePage] = await Promise.all([
    startServer(),
    startBrowser(),
    buildEnginePage(),
  ]);
  low = await tone(600, 12);
  high = await tone(1_800, 9);
});
afterAll(async () => {
  await browser.close();
  await enginePage.close();
  await server.stop();
});

describe("the engine", () => {
  test("plays a song, then the one that follows, and says when each is over", async () => {
    const player = await openPlayer(browser, enginePage, server);
    await listen(player.page);
    await player.call("play", low);
    await player.call("follow", high);
    await expect
      .poll(async () => (await player.seen()).position, { timeout: 20_000 })
      .toBeGreaterThan(1);
    expect(await player.seen()).toMatchObject({ status: "playing", song: low, duration: 12 });
    expect(Math.abs((await hear(player.page)).frequency - 600)).toBeLessThan(10);
    await player.seek(10);
    await expect.poll(async () => (await player.seen()).song, { timeout: 20_000 }).toBe(high);
    await expect
      .poll(async () => (await player.seen()).position, { timeout: 20_000 })
      .toBeGreaterThan(1);
    expect(Math.abs((await hear(player.page)).frequency - 1_800)).toBeLessThan(10);
    await player.seek(7.5);
    await expect
      .poll(async () => (await player.told()).at(-1), { timeout: 20_000 })
      .toEqual({ kind: "end" });
    expect((await player.told()).filter(({ kind }) => kind === "next" || kind === "fault")).toEqual(
      [{ kind: "next", id: high }],
    );
    expect(player.errors).toEqual([]);
    await player.close();
  });

  test("pauses, goes on where it was, and is silent after a stop", async () => {
    const player = await openPlayer(browser, enginePage, server);
    await player.call("play", low, 5);
    await expect
      .poll(async () => (await player.seen()).position, { timeout: 20_000 })
      .toBeGreaterThan(5.3);
    await player.call("pause");
    const paused = await player.seen();
    expect(paused.status).toBe("paused");
    await player.call("resume");
    await expect
      .poll(async () => (await player.seen()).position, { timeout: 20_000 })
      .toBeGreaterThan(paused.position + 0.3);
    await player.call("stop");
    expect(await player.seen()).toMatchObject({ status: "idle", position: 0, buffered: [] });
    expect(player.errors).toEqual([]);
    await player.close();
  });
});
