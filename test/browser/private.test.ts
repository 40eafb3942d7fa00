/** A private library in the player: signing in, playing on while addresses expire, and signing out. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { playing, startBrowser } from "../support/browser.ts";
import { addSongs, bar, openPlayer, playRow, row } from "../support/player-page.ts";
import { startProxy } from "../support/proxy.ts";
import { startPrivateServer, token } from "../support/private.ts";
import type { Server } from "../support/server.ts";

/** s. An address holds for one to two of them. */
const window = 3;

let folder: string;
let server: Server;
let browser: Browser;
let page: Page;
let errors: readonly string[];
/** Requests for segments: prefix of the address, and status. */
let segments: { readonly prefix: string; readonly status: number }[];

const start = (env: Readonly<Record<string, string>> = {}): Promise<Server> =>
  startPrivateServer({
    dataDir: folder,
    env: { SEGUE_SIGNED_MINUTES: String(window / 60), ...env },
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "segue-private-"));
  [server, browser] = await Promise.all([start(), startBrowser()]);
  const [song] = await addSongs(server, [
    { title: "Mine", tone: 440, seconds: 130, format: "mp3" },
  ]);
  const picture = await sharp({
    create: { width: 1_100, height: 1_100, channels: 3, background: "#d05020" },
  })
    .png()
    .toBuffer();
  const url = server.crud(`songs/${song?.id}/cover`);
  const headers = { "Content-Type": "image/png", ...server.headers };
  const put = await fetch(url, { method: "PUT", headers, body: new Uint8Array(picture) });
  expect(put.status).toBe(200);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  ({ page, errors } = await openPlayer(browser, `${server.url}/`));
  segments = [];
  page.on("response", (response) => {
    const prefix = /\/s\/([^/]+)\/.*\.m4s$/.exec(response.url())?.[1];
    if (prefix !== undefined) segments.push({ prefix, status: response.status() });
  });
  return () => page.context().close();
});

const dialog = () => page.getByRole("dialog", { name: "Sign in" });
const signIn = async (text: string): Promise<void> => {
  await dialog().getByLabel("Token").fill(text);
  await dialog().getByRole("button", { name: "Sign in" }).click();
};
const time = async (): Promise<number> => (await playing(page)).time;
/** Seconds that are loaded and not yet heard. */
const ahead = (): Promise<number> =>
  page.evaluate(() => {
    const audio = document.querySelector("audio") as HTMLAudioElement;
    const { length } = audio.buffered;
    return length === 0 ? 0 : audio.buffered.end(length - 1) - audio.currentTime;
  });
const served = (): Set<string> =>
  new Set(segments.filter(({ status }) => status < 300).map(({ prefix }) => prefix));

test("nothing is shown before one has signed in; then everything, without a reload", async () => {
  await dialog().waitFor();
  expect(await page.getByText("Mine").count()).toBe(0);
  await signIn("not-the-token");
  await dialog().getByText("That token didn't work.").waitFor();
  await signIn(token);
  await row(page, "Mine").waitFor();
  await page
    .getByRole("link", { name: /Albums/ })
    .first()
    .click();
  expect(await dialog().count()).toBe(0);
});

test("a download that breaks off says so, and can be tried again", async () => {
  const { hostname: host, port } = new URL(server.url);
  const line = await startProxy({ host, port: Number(port) }, { rate: 500_000 });
  await page.goto(`http://127.0.0.1:${line.port}/function/player/`);
  await signIn(token);
  const download = async () => {
    await row(page, "Mine").getByRole("button", { name: /More/ }).click();
    await page.getByRole("menuitem", { name: "Download original" }).click();
  };
  await Promise.all([page.waitForResponse(/\/original$/), download()]);
  line.cut();
  const toast = page.getByRole("region", { name: "Message" });
  await toast.getByText("Can't reach your server.").waitFor();
  const again = toast.getByRole("button", { name: "Try again" });
  const [file] = await Promise.all([page.waitForEvent("download"), again.click()]);
  expect(await file.failure()).toBeNull();
  await line.close();
});

describe("whoever has signed in", () => {
  beforeEach(async () => {
    await signIn(token);
    await playRow(page, "Mine");
    await expect.poll(time).toBeGreaterThan(0.3);
  });

  test("hears a song over the end of its address without a gap", async () => {
    // However slow the machine: from here on only an address that is not renewed can make it wait.
    await expect.poll(ahead).toBeGreaterThan(10);
    await page.evaluate(() => {
      const stalls: string[] = [];
      const audio = document.querySelector("audio");
      for (const event of ["error", "pause", "emptied"])
        audio?.addEventListener(event, () => stalls.push(event));
      // A busy machine makes Chromium wait with seconds of sound at hand, too: that is no gap in what is loaded.
      audio?.addEventListener("waiting", () => {
        const { buffered, currentTime } = audio;
        const loaded = buffered.length > 0 ? buffered.end(buffered.length - 1) - currentTime : 0;
        if (loaded < 1) stalls.push(`waiting at ${currentTime}`);
      });
      Object.assign(globalThis, { stalls });
    });
    const from = await time();
    segments = [];
    await expect.poll(() => served().size).toBeGreaterThan(2);
    const after = await time();
    expect(after).toBeGreaterThan(from);
    await expect.poll(time).toBeGreaterThan(after + 1);
    expect(
      await page.evaluate(() => (globalThis as unknown as { stalls: string[] }).stalls),
    ).toEqual([]);
    expect(await bar(page).getByRole("alert").count()).toBe(0);
    // Chromium itself says so of an answer that is not good; nothing else went wrong.
    expect(errors.filter((error) => !/40[13] \(/.test(error))).toEqual([]);
  });

  test("sees covers whose address has expired", async () => {
    const [first] = served();
    await expect.poll(() => [...served()].some((prefix) => prefix !== first)).toBe(true);
    await bar(page).getByRole("button", { name: "Open now playing: Mine" }).click();
    const stage = page.getByRole("dialog", { name: "Now playing" });
    await expect.poll(() => stage.locator("img.shown").count()).toBe(1);
  });

  test("leaves nothing on the page after signing out", async () => {
    await page.getByRole("button", { name: /Account/ }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await dialog().waitFor();
    expect(await page.getByText("Mine").count()).toBe(0);
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toMatch(/Mine|token-of/);
  });

  test("downloads the file that was uploaded", async () => {
    await row(page, "Mine").getByRole("button", { name: /More/ }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "Download original" }).click(),
    ]);
    expect(await file.failure()).toBeNull();
  });

  test("goes on where it was after signing in anew", async () => {
    const { port } = new URL(server.url);
    await server.stop();
    server = await start({ PORT: port, SEGUE_TOKEN: "another-token" });
    // In one step: the dialog that the first one brings takes all keys.
    await bar(page).getByRole("slider", { name: "Seek" }).fill("120");
    await dialog().waitFor();
    await signIn("another-token");
    // Past what was loaded before, there is sound.
    await expect.poll(ahead).toBeGreaterThan(2);
    expect(await time()).toBeGreaterThan(119);
    expect((await playing(page)).paused).toBe(false);
    await bar(page).getByText("That token didn't work.").waitFor({ state: "detached" });
  });
});
