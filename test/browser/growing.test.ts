/** A listener whose song still grows, and whose server's worker dies. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Song } from "../../api-client/contract.ts";
import { hear, listen, playing, startBrowser } from "../support/browser.ts";
import { playPlainly } from "../support/plain-player.ts";
import {
  getSong,
  isDone,
  post,
  type Server,
  startServer,
  until,
  upload,
} from "../support/server.ts";
import { slowBody } from "../support/slow.ts";
import { made } from "../support/sound.ts";

let browser: Browser;
const cleanUp: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  for (const step of cleanUp.toReversed()) await step();
  await browser.close();
});

const start = async (dataDir?: string): Promise<Server> => {
  const server = await startServer(dataDir === undefined ? {} : { dataDir });
  cleanUp.push(() => server.stop());
  return server;
};

/** Notes where the song is, many times a second: a jump back or a leap ahead shows. */
const trace = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const audio = document.querySelector("audio") as HTMLAudioElement;
    const times: number[] = [];
    Object.assign(globalThis, { times });
    const note = (): void => {
      times.push(audio.currentTime);
      requestAnimationFrame(note);
    };
    note();
  });

const traced = (page: Page): Promise<number[]> =>
  page.evaluate(() => (globalThis as unknown as { times: number[] }).times);

const steps = (times: readonly number[]): number[] =>
  times.slice(1).map((time, n) => time - (times[n] ?? 0));

/** The first song of the server, once it can be played. */
const playable = async (server: Server): Promise<Song> => {
  const songs = async () => (await (await fetch(server.crud("songs"))).json()) as Song[];
  await expect.poll(async () => (await songs())[0]?.playable, { timeout: 60_000 }).toBe(true);
  return (await songs())[0] as Song;
};

test("starts at its beginning while it grows, and plays to its end", async () => {
  const server = await start();
  const seconds = 24;
  const wav = await made(`-f lavfi -i sine=700:d=${seconds}:r=44100 -ac 2`, "wav");
  const body = slowBody(wav);
  const answer = post(server, body, { query: { title: "Growing" } });
  body.allow(44_100 * 4 * 16);
  const song = await playable(server);
  expect(song.state).toBe("uploading");
  const { page, errors } = await playPlainly(browser, server, song);
  await listen(page);
  await trace(page);
  await expect
    .poll(async () => (await playing(page)).time, { timeout: 20_000 })
    .toBeGreaterThan(0.2);
  // Not at the live edge, 14 s further on.
  expect((await playing(page)).time).toBeLessThan(5);
  await expect
    .poll(async () => (await hear(page)).frequency, { timeout: 10_000 })
    .toBeGreaterThan(690);
  body.allow();
  expect((await answer).status).toBe(201);
  await expect.poll(async () => (await playing(page)).ended, { timeout: 60_000 }).toBe(true);
  const { time } = await playing(page);
  expect(Math.abs(time - seconds)).toBeLessThan(0.1);
  expect(Math.min(...steps(await traced(page)))).toBeGreaterThanOrEqual(0);
  expect(errors).toEqual([]);
  await page.close();
});

test("does not jump when its worker is killed and another takes over", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "segue-listener-"));
  cleanUp.push(() => rm(dataDir, { recursive: true }));
  const wav = await made("-f lavfi -i anoisesrc=d=240:r=44100:seed=5 -ac 2", "wav");
  const first = await startServer({ dataDir });
  const { id } = await upload(first, wav, { query: { title: "Orphan" } });
  await until(first, id, ({ start: begun }) => (begun?.durations.length ?? 0) >= 2);
  const second = await start(dataDir);
  const { page, errors } = await playPlainly(browser, second, { id });
  await trace(page);
  await expect
    .poll(async () => (await playing(page)).time, { timeout: 20_000 })
    .toBeGreaterThan(0.5);
  expect((await getSong(second, id)).state).toBe("processing");
  await first.kill();
  // From here until the other worker has the song done, the listener listens.
  expect(await until(second, id, isDone)).toMatchObject({ state: "ready", duration: 240 });
  const times = await traced(page);
  expect(Math.min(...steps(times))).toBeGreaterThanOrEqual(0);
  expect(Math.max(...steps(times))).toBeLessThan(1);
  const before = (await playing(page)).time;
  await expect
    .poll(async () => (await playing(page)).time, { timeout: 10_000 })
    .toBeGreaterThan(before + 1);
  expect(errors).toEqual([]);
  await page.close();
});
