/** The library as a person uses it: finding, editing, deleting and taking back, with pointer and keys. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Song } from "../../../api-client/contract.ts";
import { fillLibrary } from "../../support/library.ts";
import { libraryRoom } from "../../support/library-room.ts";
import { openPlayer, row } from "../../support/player-page.ts";
import { ingest, type Server, startServer } from "../../support/server.ts";
import { shelf } from "../../support/shelf.ts";
import { made } from "../../support/sound.ts";

const tone = await made("-f lavfi -i sine=d=1", "flac");
const orange = await made("-f lavfi -i color=c=orange:s=64x64 -frames:v 1", "png");

const room = libraryRoom(shelf);

const open = async (view: string, at: Server = room.server): Promise<Page> => {
  const { page } = await openPlayer(room.browser, `${at.url}/function/player/${view}`);
  await page.locator("main h1").waitFor();
  return page;
};

const songNamed = async (title: string): Promise<Song> => {
  const found = await fetch(room.server.crud(`songs?q=${encodeURIComponent(title)}`));
  const [song] = (await found.json()) as Song[];
  if (!song) throw new Error(`There is no ${title}.`);
  return song;
};

const title = (page: Page, name: string) => row(page, name).locator(".title");

const choose = async (page: Page, name: string, item: string): Promise<void> => {
  await page.getByRole("button", { name: `More for ${name}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
};

/** In the toast: it is said aloud, too. */
const told = (page: Page, text: string) => page.locator(".toast").getByText(text);

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.textContent?.trim() || (element?.getAttribute("aria-label") ?? "");
  });

/** Names of fields that cannot be pressed in their middle. */
const coveredOnes = (elements: Element[]): string[] =>
  elements
    .filter((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2) !== element;
    })
    .map((element) => element.getAttribute("name") ?? "");

describe("the search", () => {
  test("finds while one types, in groups; arrows lead into it, Escape clears it and leaves", async () => {
    const page = await open("albums");
    await page.keyboard.press("/");
    await page.keyboard.type("copper");
    await page.getByText("3 songs for “copper”").waitFor();
    expect(page.url()).toContain("search?q=copper");
    const headings = page.getByRole("heading", { level: 2 });
    await expect.poll(() => headings.allTextContents()).toEqual(expect.arrayContaining(["Albums"]));
    await page.getByRole("link", { name: "Salt & Copper" }).first().waitFor();
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => focused(page)).toBe("Harbour Lights");
    await page.keyboard.press("/");
    await page.keyboard.press("Escape");
    await page.getByText("Type a title, an artist or an album.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "Albums", level: 1 }).waitFor();
    await page.context().close();
  });

  test("names artists, and is there again after a reload", async () => {
    const page = await open("search?q=okapi");
    await page.getByRole("link", { name: "Okapi Hours" }).waitFor();
    await page.reload();
    await page.getByRole("link", { name: "Okapi Hours" }).click();
    await page.getByRole("heading", { name: "Okapi Hours", level: 1 }).waitFor();
    await page.goBack();
    await page.getByText("2 songs for “okapi”").waitFor();
    expect(await page.getByRole("searchbox").inputValue()).toBe("okapi");
    await page.context().close();
  });
});

test("songs that are told of together are all listed", async () => {
  const page = await open("songs");
  const batch = Promise.withResolvers<Song[]>();
  await page.route("**/changes?**", async (route) => {
    const answer = await route.fetch();
    const found = (await answer.json()) as { songs: Song[]; cursor: string };
    await route.fulfill({ json: { ...found, songs: await batch.promise } });
  });
  // A poll that was under way is not the batch.
  const polled = page.waitForRequest(/changes\?.*after=/);
  await page.reload();
  await polled;
  await title(page, "Lamplighter").waitFor();
  const added = await Promise.all(
    ["Early", "Late"].map((name) => ingest(room.server, tone, { query: { title: name } })),
  );
  batch.resolve(added.toSorted((one, other) => (one.addedAt < other.addedAt ? -1 : 1)));
  await Promise.all(["Early", "Late"].map((name) => title(page, name).waitFor()));
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.context().close();
});

describe("tags", () => {
  test("of one song are edited by keys alone, and only what was touched is sent", async () => {
    const page = await open("songs");
    await title(page, "Lamplighter").focus();
    await page.keyboard.press("e");
    const dialog = page.getByRole("dialog", { name: "Edit song" });
    await dialog.waitFor();
    const save = dialog.getByRole("button", { name: "Save" });
    expect(await save.isDisabled()).toBe(true);
    expect(await dialog.locator("input, textarea").evaluateAll(coveredOnes)).toEqual([]);
    const sent = page.waitForRequest((request) => request.method() === "PATCH");
    await dialog.getByLabel("Genre").fill("Folk");
    await page.keyboard.press("Enter");
    expect(await (await sent).postDataJSON()).toEqual({ genre: "Folk" });
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => focused(page)).toBe("Lamplighter");
    expect((await songNamed("Lamplighter")).genre).toBe("Folk");
    await page.context().close();
  });

  test("come with a cover, which can be replaced and taken away", async () => {
    const page = await open("songs");
    await title(page, "Lamplighter").focus();
    await page.keyboard.press("e");
    const dialog = page.getByRole("dialog", { name: "Edit song" });
    await dialog.locator("input[name=title]:focus").waitFor();
    const choosing = page.waitForEvent("filechooser");
    await dialog.getByRole("button", { name: "Add cover" }).click();
    const chooser = await choosing;
    await chooser.setFiles({ name: "a.png", mimeType: "image/png", buffer: Buffer.from("none") });
    await dialog.getByLabel("Composer").fill("Ada");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText("JPEG, PNG, WebP or GIF").waitFor();
    expect((await songNamed("Lamplighter")).composer).toBeUndefined();
    const again = page.waitForEvent("filechooser");
    await dialog.getByRole("button", { name: "Replace cover" }).click();
    await (await again).setFiles({ name: "b.png", mimeType: "image/png", buffer: orange });
    await dialog.locator("img.shown").waitFor();
    await dialog.getByRole("button", { name: "Save" }).click();
    await told(page, "Saved").waitFor();
    await row(page, "Lamplighter").locator("img.shown").waitFor();
    expect(await songNamed("Lamplighter")).toMatchObject({ composer: "Ada", coverFrom: "person" });

    await title(page, "Lamplighter").focus();
    await page.keyboard.press("e");
    await dialog.getByRole("button", { name: "Remove cover" }).click();
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    expect((await songNamed("Lamplighter")).cover).toBeUndefined();
    await page.context().close();
  });

  test("of many show what differs, and keep it", async () => {
    const page = await open("songs");
    await title(page, "Slow Weather").focus();
    await page.keyboard.press("Control+Space");
    await page.keyboard.press("Shift+ArrowDown");
    await page.getByText("2 selected").waitFor();
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Editing 2 songs" });
    expect(await dialog.getByLabel("Title").getAttribute("placeholder")).toBe("Different values");
    expect(await dialog.getByLabel("Album", { exact: true }).inputValue()).toBe("Rooms");
    await dialog.getByLabel("Year").fill("1999");
    await dialog.getByRole("button", { name: "Save" }).click();
    await told(page, "Saved 2 songs").waitFor();
    const edited = [await songNamed("Slow Weather"), await songNamed("Kitchen Radio")];
    expect(edited.map((song) => [song.title, song.year])).toEqual([
      ["Slow Weather", 1999],
      ["Kitchen Radio", 1999],
    ]);
    await page.context().close();
  });

  test("of many that cannot all be saved are saved where they can, and it says which were not", async () => {
    const page = await open("songs");
    await title(page, "Coração de Vidro").focus();
    await page.keyboard.press("Control+Space");
    await page.keyboard.press("Shift+ArrowDown");
    await page.getByText("2 selected").waitFor();
    await page.keyboard.press("e");
    const dialog = page.getByRole("dialog", { name: "Editing 2 songs" });
    await dialog.getByLabel("Genre").fill("Pop");
    const { id } = await songNamed("hot take");
    await fetch(room.server.crud(`songs/${id}`), { method: "DELETE" });
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText("1 saved, 1 not").waitFor();
    await dialog.locator(".unsaved").getByText("hot take").waitFor();
    expect((await songNamed("Coração de Vidro")).genre).toBe("Pop");
    await page.context().close();
    await fetch(room.server.crud(`songs/${id}/restore`), { method: "POST" });
  });

  test("of many are saved although the first song cannot be", async () => {
    const page = await open("songs");
    await title(page, "Slow Weather").focus();
    await page.keyboard.press("Control+Space");
    await page.keyboard.press("Shift+ArrowDown");
    await page.getByText("2 selected").waitFor();
    await page.keyboard.press("e");
    const dialog = page.getByRole("dialog", { name: "Editing 2 songs" });
    await dialog.getByLabel("Genre").fill("Jazz");
    const { id } = await songNamed("Slow Weather");
    await fetch(room.server.crud(`songs/${id}`), { method: "DELETE" });
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText("1 saved, 1 not").waitFor();
    await dialog.locator(".unsaved").getByText("Slow Weather").waitFor();
    expect((await songNamed("Kitchen Radio")).genre).toBe("Jazz");
    await page.context().close();
    await fetch(room.server.crud(`songs/${id}/restore`), { method: "POST" });
  });

  test("that somebody else changed meanwhile are neither lost nor overwritten unasked", async () => {
    const page = await open("songs");
    const song = await songNamed("Before the Rain");
    await choose(page, "Before the Rain", "Edit");
    const dialog = page.getByRole("dialog", { name: "Edit song" });
    await dialog.getByLabel("Composer").fill("Mine");
    const theirs = { method: "PATCH", headers: { "Content-Type": "application/merge-patch+json" } };
    const body = JSON.stringify({ composer: "Theirs" });
    expect((await fetch(room.server.crud(`songs/${song.id}`), { ...theirs, body })).status).toBe(
      200,
    );
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText("Someone changed this song meanwhile.").waitFor();
    expect((await songNamed("Before the Rain")).composer).toBe("Theirs");
    await dialog.getByRole("button", { name: "Save mine" }).click();
    await dialog.waitFor({ state: "detached" });
    expect((await songNamed("Before the Rain")).composer).toBe("Mine");
    await page.context().close();
  });

  test("that were typed survive a reload, and are not thrown away unasked", async () => {
    const page = await open("songs");
    await choose(page, "Ink & Chlorine", "Edit");
    const dialog = page.getByRole("dialog", { name: "Edit song" });
    await dialog.getByLabel("Title").fill("Ink");
    page.on("dialog", (asked) => void asked.accept());
    await page.reload();
    await choose(page, "Ink & Chlorine", "Edit");
    expect(await dialog.getByLabel("Title").inputValue()).toBe("Ink");
    await page.keyboard.press("Escape");
    await dialog.getByText("Your changes are not saved.").waitFor();
    await dialog.getByRole("button", { name: "Discard them" }).click();
    await dialog.waitFor({ state: "detached" });
    expect((await songNamed("Ink & Chlorine")).title).toBe("Ink & Chlorine");
    await page.context().close();
  });
});

describe("a deleted song", () => {
  test("stays in its place with a way back, by pointer and by key", async () => {
    const page = await open("songs");
    await choose(page, "Harbour Lights", "Delete");
    await page.getByRole("button", { name: "Undo deleting Harbour Lights" }).click();
    await told(page, "Restored Harbour Lights").waitFor();
    await row(page, "Harbour Lights").getByText("3:42").waitFor();
    await title(page, "Paper Lanterns").focus();
    await page.keyboard.press("Delete");
    await told(page, "Deleted Paper Lanterns").waitFor();
    await page.keyboard.press("Control+z");
    await told(page, "Restored Paper Lanterns").waitFor();
    expect((await songNamed("Paper Lanterns")).deletedAt).toBeUndefined();
    await page.context().close();
  });

  test("is listed for a day, and restored from there", async () => {
    const page = await open("deleted");
    await page.getByRole("button", { name: "Restore Night Ferry" }).click();
    await page.getByText("Nothing was deleted in the last day.").waitFor();
    await page.getByRole("link", { name: "Songs", exact: false }).first().click();
    await row(page, "Night Ferry").getByText("5:19").waitFor();
    await page.context().close();
  });

  test("asks for the token first where the server wants one", async () => {
    const guardedFolder = await mkdtemp(join(tmpdir(), "segue-guarded-"));
    await fillLibrary(guardedFolder, shelf);
    const env = { SEGUE_TOKEN: "a-good-token" };
    const guarded = await startServer({ dataDir: guardedFolder, env });
    const page = await open("songs", guarded);
    await choose(page, "Harbour Lights", "Delete");
    await page.getByLabel("Token").fill("a-good-token");
    await page.keyboard.press("Enter");
    await told(page, "Deleted Harbour Lights").waitFor();
    await page.context().close();
    await guarded.stop();
    await rm(guardedFolder, { recursive: true });
  });
});

describe("the page", () => {
  test("queues a whole album from its page, from a card and by chance", async () => {
    const page = await open("songs");
    const rows = page.getByRole("list", { name: "Up next" }).locator(".title");
    await page.getByRole("button", { name: "Play Field Notes" }).click();
    await expect.poll(() => rows.allTextContents()).toEqual(["Lamplighter"]);
    await page.getByRole("link", { name: "Rooms" }).first().click();
    await page.getByRole("button", { name: "Play all" }).click();
    await expect.poll(() => rows.allTextContents()).toEqual(["Kitchen Radio"]);
    await page.getByRole("button", { name: "Shuffle" }).first().click();
    await expect.poll(() => rows.count()).toBe(1);
    await page.context().close();
  });

  test("says that it is offline, and that it is not any more", async () => {
    const page = await open("songs");
    await row(page, "Harbour Lights").waitFor();
    await page.context().setOffline(true);
    await page
      .locator(".strip")
      .getByText("You're offline. Songs already loaded still play.")
      .waitFor();
    await page.context().setOffline(false);
    await page.locator(".strip").waitFor({ state: "detached" });
    await page.context().close();
  });

  test("is gone through by keys alone: to the music, into a list, to a menu and back", async () => {
    const page = await open("songs");
    await row(page, "Harbour Lights").waitFor();
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Skip to the music");
    await title(page, "Harbour Lights").focus();
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => focused(page)).toBe("Paper Lanterns");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => focused(page)).toBe("More for Paper Lanterns");
    await page.keyboard.press("Enter");
    await expect.poll(() => focused(page)).toBe("Play next");
    await page.keyboard.press("Escape");
    await expect.poll(() => focused(page)).toBe("More for Paper Lanterns");
    await page.keyboard.press("Enter");
    await expect.poll(() => focused(page)).toBe("Play next");
    await page.keyboard.press("g");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Salt & Copper", level: 1 }).waitFor();
    await page.goBack();
    await row(page, "Paper Lanterns").waitFor();
    await page.context().close();
  });

  test("is found again where it was left, after going on and coming back", async () => {
    const page = await open("songs");
    await row(page, "Harbour Lights").waitFor();
    const main = page.locator("main");
    const scrolled = (): Promise<number> => main.evaluate((element) => element.scrollTop);
    const link = row(page, "Kitchen Radio").getByRole("link", { name: "Rooms" });
    await main.evaluate((element) => element.scrollTo(0, 300));
    await link.scrollIntoViewIfNeeded();
    const left = await scrolled();
    expect(left).toBeGreaterThanOrEqual(300);
    await link.click();
    await page.getByRole("heading", { name: "Rooms", level: 1 }).waitFor();
    expect(await scrolled()).toBe(0);
    await page.goBack();
    await expect.poll(scrolled).toBe(left);
    await page.goForward();
    await page.reload();
    await page.getByRole("heading", { name: "Rooms", level: 1 }).waitFor();
    await page.context().close();
  });

  test("leads from every way to its view, and back to where one was", async () => {
    const page = await open("songs");
    for (const name of ["Albums", "Artists", "Recently added", "Recently deleted"]) {
      await page.getByRole("navigation", { name: "Library" }).getByText(name).click();
      await page.getByRole("heading", { name, level: 1 }).waitFor();
      await page.reload();
      await page.getByRole("heading", { name, level: 1 }).waitFor();
    }
    await page.goBack();
    await page.getByRole("heading", { name: "Recently added", level: 1 }).waitFor();
    await page.context().close();
  });
});
