/** What a listener waits for, on a line of 40 ms and 4 Mbit/s: the first sound, the next song. */
import { loadavg } from "node:os";
import { join } from "node:path";
import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { startBrowser } from "../support/browser.ts";
import { bar, row } from "../support/player-page.ts";
import { ingest, type Server, startServer } from "../support/server.ts";
import { type Line, startLine } from "../support/slow-line.ts";
import { ffmpeg } from "../support/sound.ts";
import { visit, waited } from "./listener.ts";
import type { Material } from "./material.ts";
import { type Figure, median } from "./measure.ts";

const rounds = 7;
const songs = 3;
/** ms that a finger or a mouse button stays down. */
const press = 80;

const titleOf = (n: number): string => `Song ${n + 1}`;

const addSongs = async (server: Server, { folder, wav }: Material): Promise<void> => {
  for (let n = 0; n < songs; n++) {
    const file = join(folder, `${n}.flac`);
    await ffmpeg(`-ss ${n * 30} -t 30 -i ${wav} -c:a flac ${file}`);
    await ingest(server, await readFile(file), { query: { title: titleOf(n) } });
  }
};

type Setting = { readonly browser: Browser; readonly url: string };

const sayRuns = (values: readonly number[]): string => {
  const all = values.map((value) => Math.round(value)).toSorted((a, b) => a - b);
  return `median of ${all.length} runs (${all.join(", ")} ms), 40 ms and 4 Mbit/s, load ${loadavg()[0]?.toFixed(1)}`;
};

const inRounds = async (run: (round: number) => Promise<number>): Promise<number[]> => {
  const values: number[] = [];
  for (let round = 0; round < rounds; round++) values.push(await run(round));
  return values;
};

const clickToSound = ({ browser, url }: Setting) =>
  inRounds(async (round) => {
    const { page, close } = await visit(browser, url);
    // A click without a press before it, as a keyboard makes it.
    await row(page, titleOf(round % songs))
      .locator(".title")
      .evaluate((title: HTMLElement) => title.click());
    const ms = await waited(page);
    await close();
    return ms;
  });

const pressToSound = ({ browser, url }: Setting) =>
  inRounds(async (round) => {
    const { page, close } = await visit(browser, url);
    await row(page, titleOf(round % songs))
      .locator(".title")
      .click({ delay: press });
    const ms = await waited(page);
    await close();
    return ms;
  });

const skipToNext = ({ browser, url }: Setting) =>
  inRounds(async (round) => {
    const { page, close } = await visit(browser, url);
    await row(page, titleOf((round % (songs - 1)) + 1))
      .locator(".title")
      .click({ delay: press });
    await waited(page);
    // Somebody who listens for a while, and has heard enough.
    await page.waitForTimeout(5_000);
    await bar(page).getByRole("button", { name: "Next" }).click({ delay: press });
    const ms = await waited(page);
    await close();
    return ms;
  });

const requests = async ({ browser, url }: Setting): Promise<string[]> => {
  const { page, asked, close } = await visit(browser, url);
  const before = asked.length;
  await row(page, titleOf(2)).locator(".title").click({ delay: press });
  await page.waitForTimeout(5_000);
  const found = asked.slice(before).map((address) => new URL(address).pathname);
  await close();
  return found;
};

export const listening = async (material: Material): Promise<Figure[]> => {
  const server = await startServer();
  const browser = await startBrowser();
  const line: Line = await startLine({
    port: Number(new URL(server.url).port),
    roundTrip: 40,
    rate: 4_000_000,
  });
  await addSongs(server, material);
  const setting = { browser, url: `http://127.0.0.1:${line.port}/function/player/` };
  const clicked = await clickToSound(setting);
  const pressed = await pressToSound(setting);
  const skipped = await skipToNext(setting);
  const asked = await requests(setting);
  await browser.close();
  await line.close();
  await server.stop();
  return [
    {
      name: "From a click to the first sound",
      value: median(clicked),
      unit: "ms",
      goal: { most: 100 },
      detail: sayRuns(clicked),
    },
    {
      name: `From a click to the first sound, after a press of ${press} ms`,
      value: median(pressed),
      unit: "ms",
      goal: { most: 30 },
      detail: sayRuns(pressed),
    },
    {
      name: "From a click to the next song's sound",
      value: median(skipped),
      unit: "ms",
      goal: { most: 60 },
      detail: sayRuns(skipped),
    },
    {
      name: "Requests in the first 5 s of a song",
      value: asked.length,
      unit: "requests",
      goal: { most: 10 },
      detail: asked.join(" "),
    },
  ];
};
