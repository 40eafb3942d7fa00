/** Albums and artists of many songs: all are there, not only those of the songs that come first. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Song } from "../../../api-client/contract.ts";
import type { Shelved } from "../../support/library.ts";
import { libraryRoom } from "../../support/library-room.ts";
import { openPlayer } from "../../support/player-page.ts";

const albums = 125;
const songsOfAlbum = 4;

const songs: readonly Shelved[] = Array.from({ length: albums * songsOfAlbum }, (_, n) => ({
  title: `Water ${n}`,
  artist: "Prolific",
  album: `Volume ${String(Math.floor(n / songsOfAlbum)).padStart(3, "0")}`,
  trackNumber: (n % songsOfAlbum) + 1,
}));
/** With those above, more albums than one page of the server's holds. */
const singles: readonly Shelved[] = Array.from({ length: 400 }, (_, n) => ({
  title: `Stone ${n}`,
  artist: "Diverse",
  album: `Zone ${String(n).padStart(3, "0")}`,
}));
const late: Shelved = { title: "Last", artist: "Okapi", album: "Under Water", added: 1 };

const room = libraryRoom([...songs, ...singles, late]);

const open = async (view: string): Promise<Page> => {
  const { page } = await openPlayer(room.browser, `${room.server.url}/function/player/${view}`);
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
  await page.goto(`${room.server.url}/function/player/search?q=prolific`);
  await page.getByText("500 songs · 125 albums").waitFor();
  await page.context().close();
});

const cards = (page: Page) => page.locator(".cards .card-title");
const problem = (page: Page) => page.getByRole("alert").getByText("Can't load your albums.");

const toTheEnd = async (page: Page): Promise<void> => {
  const scroll = async (): Promise<number> => {
    await page.locator("main").evaluate((main) => main.scrollTo(0, main.scrollHeight));
    return cards(page).count();
  };
  await expect.poll(scroll).toBe(albums + singles.length + 1);
};

/** Moves the song of the last album to another, which is last then. */
const moveLast = async (album: string): Promise<void> => {
  const found = await fetch(room.server.crud(`songs?q=${encodeURIComponent("Stone 399")}`));
  const [song] = (await found.json()) as Song[];
  const patch = { method: "PATCH", headers: { "Content-Type": "application/merge-patch+json" } };
  const body = JSON.stringify({ album });
  const moved = await fetch(room.server.crud(`songs/${song?.id}`), { ...patch, body });
  expect(moved.status).toBe(200);
};

test("albums that are read again are no fewer than before", async () => {
  const page = await open("albums");
  await toTheEnd(page);
  // Up there nothing asks for more.
  await page.locator("main").evaluate((main) => main.scrollTo(0, 0));
  await moveLast("Zone 400");
  await expect.poll(() => cards(page).last().textContent()).toBe("Zone 400");
  await page.context().close();
});

test("albums that could not be read again are by a press on Try again", async () => {
  const page = await open("albums");
  await toTheEnd(page);
  const read = "**/crud/albums?**";
  await page.route(read, (route) => route.fulfill({ body: "Welcome to the train's network" }));
  await moveLast("Zone 401");
  await problem(page).waitFor();
  await page.unroute(read);
  await page.getByRole("button", { name: "Try again" }).click();
  await problem(page).waitFor({ state: "detached" });
  await expect.poll(() => cards(page).last().textContent()).toBe("Zone 401");
  await page.context().close();
});

test("albums come by themselves once the server is there again", async () => {
  const page = await open("songs");
  const read = /crud\/(albums|changes)\?/;
  await page.route(read, (route) => route.fulfill({ body: "Welcome to the train's network" }));
  await page
    .getByRole("link", { name: /Albums/ })
    .first()
    .click();
  await problem(page).waitFor();
  // Ends the poll that is under way: the next one does not get through.
  await moveLast("Zone 402");
  await page.locator(".strip").getByText("Can't reach your server.").waitFor();
  await page.unroute(read);
  await cards(page).first().waitFor();
  await problem(page).waitFor({ state: "detached" });
  await page.context().close();
});
