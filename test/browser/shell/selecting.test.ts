/** The bar of what is selected: it hides no row that scrolling would not show. */
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Shelved } from "../../support/library.ts";
import { libraryRoom } from "../../support/library-room.ts";
import { type Look, openPlayer, row } from "../../support/player-page.ts";

const now = Date.now();
const tides = 60;
const songs: readonly Shelved[] = Array.from({ length: tides }, (_, n) => ({
  title: `Tide ${n}`,
  artist: "Okapi",
  album: "Tides",
  added: now - n * 1_000,
  trackNumber: n + 1,
}));
const alone: Shelved = { title: "Alone", artist: "Solo", album: "One", added: 1 };

const room = libraryRoom([...songs, alone]);

const bar = (page: Page) => page.getByRole("toolbar", { name: "Selected songs" });

const boxOf = async (locator: Locator) => {
  const box = await locator.boundingBox();
  if (!box) throw new Error("It is not drawn.");
  return { top: box.y, bottom: box.y + box.height };
};

const select = async (page: Page, title: string): Promise<void> => {
  await row(page, title)
    .locator(".title")
    .click({ modifiers: ["Control"] });
  await bar(page).waitFor();
};

describe.each<Look>(["desktop light", "phone dark"])("on a %s screen", (look) => {
  const open = async (view: string, song: string): Promise<Page> => {
    const url = `${room.server.url}/function/player/${view}`;
    const { page } = await openPlayer(room.browser, url, look);
    await row(page, song).waitFor();
    return page;
  };

  const toTheEnd = (page: Page): Promise<void> =>
    page.locator("main").evaluate((main) => main.scrollTo(0, main.scrollHeight));

  test("it is below the row of a list of one", async () => {
    const page = await open("artist?name=Solo", "Alone");
    await select(page, "Alone");
    const [over, under] = await Promise.all([boxOf(bar(page)), boxOf(row(page, "Alone"))]);
    expect(over.top).toBeGreaterThanOrEqual(under.bottom);
    expect(over.bottom).toBeLessThanOrEqual((await boxOf(page.locator("main"))).bottom);
    await page.context().close();
  });

  test("it is below the last row at the end of a long list, which does not move when it comes", async () => {
    const page = await open("songs", "Tide 0");
    await toTheEnd(page);
    await row(page, "Alone").waitFor();
    const before = await boxOf(row(page, "Alone"));
    await select(page, "Alone");
    const under = await boxOf(row(page, "Alone"));
    expect(under).toEqual(before);
    expect((await boxOf(bar(page))).top).toBeGreaterThanOrEqual(under.bottom);
    await toTheEnd(page);
    expect(await boxOf(row(page, "Alone"))).toEqual(before);
    await page.context().close();
  });

  test("it is below all that was found, at the end of a search", async () => {
    const page = await open("search?q=okapi", "Tide 0");
    const artists = page.locator(".artist-card");
    await artists.waitFor();
    await select(page, "Tide 0");
    await toTheEnd(page);
    const under = await boxOf(artists);
    expect((await boxOf(bar(page))).top).toBeGreaterThanOrEqual(under.bottom);
    await page.context().close();
  });

  test("it is below the row that keys have reached", async () => {
    const page = await open("songs", "Tide 0");
    await row(page, "Tide 0").locator(".title").focus();
    for (let n = 1; n <= 20; n++) {
      await page.keyboard.press("Shift+ArrowDown");
      await row(page, `Tide ${n}`).locator(".title:focus").waitFor();
    }
    await page.getByText("21 selected").waitFor();
    const under = await boxOf(row(page, "Tide 20"));
    expect((await boxOf(bar(page))).top).toBeGreaterThanOrEqual(under.bottom);
    await page.context().close();
  });
});
