/** The engine where no script may feed an audio element: the browser's own HLS, on two elements in turn. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBrowser } from "../support/browser.ts";
import { openPlayer, type Player } from "../support/engine.ts";
import { buildEnginePage, type EnginePage } from "../support/engine-page.ts";
import type { Hands } from "../support/engine-page/main.ts";
import { expectSound } from "../support/expect-sound.ts";
import { ingest, type Server, startServer } from "../support/server.ts";
import { made } from "../support/sound.ts";

let server: Server;
let browser: Browser;
let enginePage: EnginePage;
let first: string;
let second: string;

const tone = async (frequency: number, seconds: number): Promise<string> =>
  (await ingest(server, await made(`-f lavfi -i sine=${frequency}:d=${seconds}:r=44100`, "wav")))
    .id;

beforeAll(async () => {
  [server, browser, enginePage] = await Promise.all([
    startServer(),
    startBrowser(),
    buildEnginePage(),
  ]);
  [first, second] = await Promise.all([tone(500, 30), tone(900, 12)]);
});
afterAll(async () => {
  await browser.close();
  await enginePage.close();
  await server.stop();
});

/** As on an iPhone of old; keeps every element that plays at hand. */
const withoutMediaSource = (): void => {
  for (const name of ["MediaSource", "ManagedMediaSource", "WebKitMediaSource"])
    Reflect.deleteProperty(globalThis, name);
  const sounding = new Set<HTMLMediaElement>();
  addEventListener("playing", ({ target }) => sounding.add(target as HTMLMediaElement), true);
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
    sounding.add(this);
    return play.call(this);
  };
  Object.assign(globalThis, { sounding });
};

/** How many elements have been told to play, and sound now. */
const elements = (player: Player): Promise<{ told: number; sounding: number }> =>
  player.page.evaluate(() => {
    const { sounding } = globalThis as unknown as { sounding: Set<HTMLMediaElement> };
    return {
      told: sounding.size,
      sounding: [...sounding].filter(({ paused, ended }) => !paused && !ended).length,
    };
  });

describe("the browser's own HLS", () => {
  test("plays a song, seeks in it, and goes over to the next on another element", async () => {
    const player = await openPlayer(browser, enginePage, server, withoutMediaSource);
    expect(await player.page.evaluate(() => "MediaSource" in globalThis)).toBe(false);
    await player.call("play", first);
    await player.call("follow", second);
    await expectSound(player, first, 0.5);
    expect((await player.seen()).duration).toBeCloseTo(30, 1);
    await player.seek(28);
    await expectSound(player, second, 0.5);
    expect(await elements(player)).toEqual({ told: 2, sounding: 1 });
    await player.seek(11);
    await expect.poll(async () => (await player.told()).at(-1)?.kind).toBe("end");
    expect((await player.told()).filter(({ kind }) => kind === "next" || kind === "fault")).toEqual(
      [{ kind: "next", id: second }],
    );
    expect(player.errors).toEqual([]);
    await player.close();
  });

  test("begins where it was told to, pauses and goes on there, in another quality too", async () => {
    const player = await openPlayer(browser, enginePage, server, withoutMediaSource);
    await player.call("load", first, 10);
    expect(await player.seen()).toMatchObject({ status: "paused", position: 10 });
    await player.call("resume");
    await expectSound(player, first, 10.5);
    await player.call("pause");
    const { position } = await player.seen();
    expect(await elements(player)).toEqual({ told: 1, sounding: 0 });
    await player.quality("a64");
    await player.call("resume");
    await expectSound(player, first, position + 0.5);
    expect((await player.seen()).position).toBeLessThan(position + 10);
    expect(player.segments.at(-1)).toMatch(/\/a64\//);
    await player.close();
  });

  test("is as loud on either element, and as silent", async () => {
    const player = await openPlayer(browser, enginePage, server, withoutMediaSource);
    await player.page.evaluate(() => {
      const { engine } = globalThis as unknown as Hands;
      engine.setLevelling("off");
      engine.setVolume(0.3);
      engine.setMuted(true);
    });
    await player.call("play", first, 28);
    await player.call("follow", second);
    await expectSound(player, second, 0.3);
    const heard = await player.page.evaluate(() => {
      const { sounding } = globalThis as unknown as { sounding: Set<HTMLMediaElement> };
      return [...sounding].map(({ volume, muted }) => ({ volume, muted }));
    });
    expect(heard).toEqual([
      { volume: 0.3, muted: true },
      { volume: 0.3, muted: true },
    ]);
    await player.close();
  });

  /** Requests for what a song begins with are refused, as an address that has expired is, so many times. */
  const refuse = async ({ page }: Player, id: string, times: number): Promise<() => number> => {
    let left = times;
    await page.route(new RegExp(`/${id}/.*\\.m3u8`), (route) =>
      left-- > 0 ? route.fulfill({ status: 403, body: "" }) : route.continue(),
    );
    return () => times - Math.max(0, left);
  };
  const faults = async (player: Player) =>
    (await player.told()).filter(({ kind }) => kind === "fault");

  test("asks once more for a song whose address is refused, and goes on at the same place", async () => {
    const player = await openPlayer(browser, enginePage, server, withoutMediaSource);
    const refused = await refuse(player, first, 1);
    await player.call("play", first, 10);
    await expectSound(player, first, 10.5);
    expect(refused()).toBe(1);
    expect((await player.seen()).position).toBeLessThan(20);
    expect(await faults(player)).toEqual([]);
    await player.close();
  });

  test("says that it cannot be played when that is refused too", async () => {
    const player = await openPlayer(browser, enginePage, server, withoutMediaSource);
    await refuse(player, first, Infinity);
    await player.call("play", first, 10);
    await expect.poll(() => faults(player)).toEqual([{ kind: "fault", fault: "codec", id: first }]);
    await player.close();
  });

  test("loads the next song once more where that failed ahead of time", async () => {
    const player = await openPlayer(browser, enginePage, server, withoutMediaSource);
    const refused = await refuse(player, second, 1);
    await player.call("play", first, 25);
    await player.call("follow", second);
    await expect.poll(refused).toBe(1);
    await expectSound(player, second, 0.5);
    expect(await faults(player)).toEqual([]);
    await player.close();
  });
});
