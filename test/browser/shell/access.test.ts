/** Every view and state of the shell for those who do not see, at every size and in both lights. */
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import type { Album } from "../../../api-client/contract.ts";
import { libraryRoom } from "../../support/library-room.ts";
import { type Look, looks, openPlayer, row, violations } from "../../support/player-page.ts";
import { startServer } from "../../support/server.ts";
import { shelf } from "../../support/shelf.ts";

const room = libraryRoom(shelf);
let albumId: string;

beforeAll(async () => {
  const albums = (await (await fetch(room.server.crud("albums"))).json()) as Album[];
  albumId = albums.find(({ title }) => title === "Salt & Copper")?.id ?? "";
});

const player = (path: string): string => `${room.server.url}/function/player/${path}`;

type State = {
  readonly name: string;
  readonly path: string;
  /** Shown when it is drawn. */
  readonly sign: string;
  readonly reach?: (page: Page) => Promise<unknown>;
};

const openMenu = (page: Page) =>
  page.getByRole("button", { name: "More for Harbour Lights" }).click();

const chooseInMenu = async (page: Page, name: string): Promise<void> => {
  await openMenu(page);
  await page.getByRole("menuitem", { name }).click();
};

const selectTwo = async (page: Page): Promise<void> => {
  const isOne = () =>
    page
      .getByText("1 selected")
      .waitFor({ timeout: 10_000 })
      .then(() => true)
      .catch(() => false);
  // A view that is drawn once more on a busy machine has lost the focus.
  await expect
    .poll(async () => {
      await row(page, "Harbour Lights").locator(".title").focus();
      await page.keyboard.press("Control+Space");
      return isOne();
    })
    .toBe(true);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Control+Space");
  await page.getByText("2 selected").waitFor();
};

const states = (): readonly State[] => [
  { name: "songs", path: "songs", sign: "Harbour Lights" },
  { name: "albums", path: "albums", sign: "Field Notes" },
  { name: "an album", path: `album?id=${albumId}`, sign: "Harbour Lights" },
  { name: "an album that is gone", path: "album?id=x", sign: "This album isn't here any more." },
  { name: "artists", path: "artists", sign: "Okapi Hours" },
  { name: "an artist", path: "artist?name=Maren+Vale", sign: "Harbour Lights" },
  {
    name: "an artist who is gone",
    path: "artist?name=Nobody",
    sign: "There are no songs of this artist any more.",
  },
  { name: "recently added", path: "recent", sign: "Harbour Lights" },
  { name: "recently deleted", path: "deleted", sign: "Night Ferry" },
  { name: "what was found", path: "search?q=ma", sign: "4 songs for “ma”" },
  { name: "nothing found", path: "search?q=zzz", sign: "Nothing matches “zzz”." },
  { name: "the search before it begins", path: "search", sign: "Type a title" },
  {
    name: "a song's menu",
    path: "songs",
    sign: "Harbour Lights",
    reach: async (page) => {
      await openMenu(page);
      await page.getByRole("menuitem", { name: "Details" }).waitFor();
    },
  },
  {
    name: "the order's menu",
    path: "songs",
    sign: "Harbour Lights",
    reach: async (page) => {
      await page.getByRole("button", { name: "Order: Newest first" }).click();
      await page.getByRole("menuitemradio", { name: "Oldest first" }).waitFor();
    },
  },
  {
    name: "the tag editor for one",
    path: "songs",
    sign: "Harbour Lights",
    reach: async (page) => {
      await chooseInMenu(page, "Edit");
      await page.getByRole("dialog", { name: "Edit song" }).waitFor();
    },
  },
  { name: "a selection", path: "songs", sign: "Harbour Lights", reach: selectTwo },
  {
    name: "the tag editor for many",
    path: "songs",
    sign: "Harbour Lights",
    reach: async (page) => {
      await selectTwo(page);
      await page.keyboard.press("e");
      await page.getByRole("dialog", { name: "Editing 2 songs" }).waitFor();
    },
  },
  {
    name: "a song's details",
    path: "songs",
    sign: "Harbour Lights",
    reach: async (page) => {
      await chooseInMenu(page, "Details");
      await page.getByRole("dialog", { name: "Details" }).waitFor();
    },
  },
  {
    name: "the account",
    path: "songs",
    sign: "Harbour Lights",
    reach: async (page) => {
      await page.getByRole("button", { name: "Account and settings" }).click();
      await page.getByRole("dialog", { name: "Account and settings" }).waitFor();
    },
  },
  {
    name: "the sign-in",
    path: "songs",
    sign: "Harbour Lights",
    reach: async (page) => {
      await page.getByRole("button", { name: "Account and settings" }).click();
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByLabel("Token").waitFor();
    },
  },
  {
    name: "the shortcuts",
    path: "songs",
    sign: "Harbour Lights",
    reach: async (page) => {
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    },
  },
];

/** Half through a fade, colours are paler than they will be. */
const settled = (page: Page): Promise<unknown> =>
  page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getTiming().iterations !== Infinity)
        .map(({ finished }) => finished),
    ),
  );

/** What opens over a view looks alike beside the other light: those are for the views. */
const overViews: ReadonlySet<Look> = new Set(["desktop light", "phone dark"]);

describe("axe finds nothing wrong, and the console stays empty", () => {
  test.each(looks)("on a %s", { timeout: 600_000 }, async (look) => {
    const { page, errors } = await openPlayer(room.browser, player(""), look);
    for (const { name, path, sign, reach } of states()) {
      if (reach && !overViews.has(look)) continue;
      await page.goto(player(path));
      await page.locator("main").getByText(sign).first().waitFor();
      await reach?.(page);
      await settled(page);
      expect([name, await violations(page), errors]).toEqual([name, [], []]);
    }
    await page.context().close();
  });

  test.each(looks)("in an empty library on a %s", { timeout: 300_000 }, async (look) => {
    const empty = await startServer();
    const { page, errors } = await openPlayer(room.browser, `${empty.url}/`, look);
    for (const view of ["songs", "albums", "artists", "recent", "deleted"]) {
      await page.goto(`${empty.url}/function/player/${view}`);
      await page.locator(".empty").waitFor();
      expect([view, await violations(page), errors]).toEqual([view, [], []]);
    }
    await page.context().close();
    await empty.stop();
  });

  test.each(looks)("with a deleted song, a message and no line on a %s", async (look) => {
    const { page } = await openPlayer(room.browser, player("songs"), look);
    const title = ["Lamplighter", "Kitchen Radio", "Slow Weather", "Before the Rain"][
      looks.indexOf(look)
    ];
    await page.getByRole("button", { name: `More for ${title}` }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.locator(".toast").getByText(`Deleted ${title}`).waitFor();
    // Pointed at, it stays.
    await page.getByRole("button", { name: `Undo deleting ${title}` }).hover();
    await page.context().setOffline(true);
    await page.locator(".strip").getByText("You're offline.").waitFor();
    await settled(page);
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });
});
