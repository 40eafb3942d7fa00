/** What a press loads before it becomes a click, and what becomes of one that does not. */
import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Song } from "../../../api-client/contract.ts";
import { playing, startBrowser } from "../../support/browser.ts";
import {
  addSongs,
  bar,
  type Look,
  nowPlaying,
  openPlayer,
  playRow,
  row,
  sounds,
  time,
} from "../../support/player-page.ts";
import { type Server, startServer } from "../../support/server.ts";

let server: Server;
let browser: Browser;
let songs: Song[];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), startBrowser()]);
  songs = await addSongs(
    server,
    ["Three", "Two", "One"].map((title) => ({ title, tone: 500, seconds: 30, format: "mp3" })),
  );
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

type Opened = {
  readonly page: Page;
  /** Paths asked for so far, but for what others change. */
  readonly asked: string[];
};

/** A page that knows what the songs in sight are made of. */
const open = async (look: Look): Promise<Opened> => {
  const { page } = await openPlayer(browser, `${server.url}/`, look);
  await page.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => name.includes("include=start")),
  );
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.endsWith("/changes")) asked.push(pathname);
  });
  return { page, asked };
};

/** Seconds that are loaded. */
const loaded = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { buffered } = document.querySelector("audio") as HTMLAudioElement;
    return buffered.length > 0 ? buffered.end(buffered.length - 1) : 0;
  });

const middleOf = async (page: Page, title: string): Promise<{ x: number; y: number }> => {
  const box = await row(page, title).locator(".title").boundingBox();
  if (!box) throw new Error(`${title} is not to be seen.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

const touch = async (
  session: CDPSession,
  type: "touchStart" | "touchMove" | "touchEnd",
  at?: { x: number; y: number },
): Promise<void> => {
  await session.send("Input.dispatchTouchEvent", { type, touchPoints: at ? [at] : [] });
};

const segments = (asked: readonly string[]): string[] =>
  asked.filter((path) => path.endsWith(".m4s"));

describe("a press", () => {
  test("has the song's beginning loaded, and nothing else, by the time it becomes a click", async () => {
    const { page, asked } = await open("desktop light");
    const { x, y } = await middleOf(page, "One");
    await page.mouse.move(x, y);
    await page.mouse.down();
    await expect.poll(() => loaded(page)).toBeGreaterThan(1.9);
    expect(await playing(page)).toMatchObject({ paused: true, time: 0 });
    expect(segments(asked).map((path) => path.split("/").at(-1))).toEqual(["0.m4s"]);
    expect(asked.filter((path) => path.includes("/songs/"))).toEqual([]);
    await page.mouse.up();
    await nowPlaying(page, "One");
    await sounds(page);
    await expect.poll(() => loaded(page)).toBeGreaterThan(8);
    expect(new Set(segments(asked)).size).toBe(segments(asked).length);
    await page.context().close();
  });

  test("that ends elsewhere leaves nothing playing, and the next song plays all the same", async () => {
    const { page } = await open("desktop light");
    const { x, y } = await middleOf(page, "One");
    await page.mouse.move(x, y);
    await page.mouse.down();
    await expect.poll(() => loaded(page)).toBeGreaterThan(0);
    await page.mouse.move(x + 40, y + 300, { steps: 3 });
    await page.mouse.up();
    expect(await playing(page)).toMatchObject({ paused: true, time: 0 });
    expect(await bar(page).getByRole("button", { name: "Open now playing" }).count()).toBe(0);
    await playRow(page, "Two");
    await nowPlaying(page, "Two");
    await sounds(page);
    await page.context().close();
  });

  test("that ends elsewhere lets play on what played", async () => {
    const { page, asked } = await open("desktop light");
    await playRow(page, "One");
    await sounds(page);
    const { x, y } = await middleOf(page, "Three");
    await page.mouse.move(x, y);
    await page.mouse.down();
    const third = `/${songs[0]?.id}/`;
    await expect.poll(() => segments(asked).some((path) => path.includes(third))).toBe(true);
    await page.mouse.move(x + 40, y + 300, { steps: 3 });
    await page.mouse.up();
    const reached = await time(page);
    await expect.poll(() => time(page)).toBeGreaterThan(reached + 0.5);
    expect((await playing(page)).paused).toBe(false);
    await nowPlaying(page, "One");
    await page.context().close();
  });

  test("of a finger that scrolls plays nothing", async () => {
    const { page } = await open("phone light");
    const session = await page.context().newCDPSession(page);
    const { x, y } = await middleOf(page, "One");
    await touch(session, "touchStart", { x, y });
    await expect.poll(() => loaded(page)).toBeGreaterThan(0);
    for (const by of [15, 40, 80]) await touch(session, "touchMove", { x, y: y + by });
    await touch(session, "touchEnd");
    expect(await playing(page)).toMatchObject({ paused: true, time: 0 });
    await page.context().close();
  });

  test("of a finger that taps plays, and leaves no mark of a pointer", async () => {
    const { page } = await open("phone light");
    const two = row(page, "Two").locator(".title");
    await two.tap();
    await nowPlaying(page, "Two");
    // As if a pointer was still above it.
    expect(await two.evaluate((title) => getComputedStyle(title).textDecorationLine)).toBe("none");
    await sounds(page);
    await page.context().close();
  });
});

test("a click without a press asks for the sound at once, and for the next song after it", async () => {
  const { page, asked } = await open("desktop light");
  await row(page, "One")
    .locator(".title")
    .evaluate((title: HTMLElement) => title.click());
  await sounds(page);
  expect(asked[0]).toMatch(/\/0\.m4s$/);
  expect(asked.filter((path) => /\/songs\//.test(path))).toEqual([]);
  await page.context().close();
});
