/** Albums and artists of many songs: all are there, not only those of the songs that come first. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBrowser } from "../../support/browser.ts";
import { fillLibrary, type Shelved } from "../../support/library.ts";
import { openPlayer } from "../../support/player-page.ts";
import { type Server, startServer } from "../../support/server.ts";

const albums = 125;
const songsOfAlbum = 4;

const songs: readonly Shelved[] = Array.from({ length: albums * songsOfAlbum }, (_, n) => ({
  title: `Water ${n}`,
  artist: "Prolific",
  album: `Volume ${String(Math.floor(n / songsOfAlbum)).padStart(3, "0")}`,
  trackNumber: (n % songsOfAlbum) + 1,
}));
const late: Shelved = { title: "Last", artist: "Okapi", album: "Under Water", added: 1 };

let folder: string;
let server: Server;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "segue-groups-"));
  await fillLibrary(folder, [...songs, late]);
  [server, browser] = await Promise.all([startServer({ dataDir: folder }), startBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await rm(folder, { recursive: true });
});

const open = async (view: string): Promise<Page> => {
  const { page } = await openPlayer(browser, `${server.url}/function/player/${view}`);
  await page.locator("main h1").waitFor();
  return page;
};

test("an artist with 500 songs shows every album", async () => {
  const page = await open("artist?name=Prolific");
  const cards = page.locator(".strip-of-cards .card-title");
  await expect.poll(() => cards.count()).toBe(albums);
  expect(await cards.last().textContent()).toBe("Volume 124");
  await page.context().close();
});

test("a search shows an album that comes after hundreds of songs, and the artist's own", async () => {
  const page = await open("search?q=water");
  await page.getByRole("link", { name: "Under Water" }).first().waitFor();
  await page.goto(`${server.url}/function/player/search?q=prolific`);
  await page.getByText("500 songs · 125 albums").waitFor();
  await page.context().close();
});
