/** Rows of songs that were deleted, restored, or have failed. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Song } from "../../../api-client/contract.ts";
import { libraryRoom } from "../../support/library-room.ts";
import { type Look, nowPlaying, openPlayer, row, upNext } from "../../support/player-page.ts";
import { shelf } from "../../support/shelf.ts";

const room = libraryRoom(shelf);

const open = async (look?: Look): Promise<Page> => {
  const { page } = await openPlayer(room.browser, `${room.server.url}/function/player/songs`, look);
  await title(page, "Lamplighter").waitFor();
  return page;
};

const title = (page: Page, name: string) => row(page, name).locator(".title");

const told = (page: Page, text: string) => page.locator(".toast").getByText(text);

/** That piece of the page has come. */
const loaded = (page: Page, piece: string) =>
  page.waitForFunction(
    (part) => performance.getEntriesByType("resource").some(({ name }) => name.includes(part)),
    piece,
  );

const focused = (page: Page): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label"));

const goTo = (page: Page, view: string): Promise<void> =>
  page.getByRole("navigation", { name: "Library" }).getByText(view, { exact: true }).click();

test("a finger reaches the button at the end of a row, and not what lies below it", async () => {
  const page = await open("phone light");
  await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Replace file: demo_final_v7" }).tap(),
  ]);
  await page.context().close();
});

test("a struck song does not play, and what was queued stays queued", async () => {
  const page = await open();
  await title(page, "Slow Weather").click();
  await nowPlaying(page, "Slow Weather");
  await title(page, "Harbour Lights").focus();
  await page.keyboard.press("Delete");
  const undo = page.getByRole("button", { name: "Undo deleting Harbour Lights" });
  await undo.waitFor();
  const queued = await upNext(page);
  await title(page, "Harbour Lights").click({ force: true });
  await row(page, "Harbour Lights").locator(".cell-number").dblclick();
  await undo.click();
  await told(page, "Restored Harbour Lights").waitFor();
  await nowPlaying(page, "Slow Weather");
  expect(await upNext(page)).toEqual(queued);
  await page.context().close();
});

test("taking back a deletion says how many songs came back and how many did not, and tries those again", async () => {
  const page = await open();
  const undo = (name: string) => page.getByRole("button", { name: `Undo deleting ${name}` });
  await title(page, "Slow Weather").focus();
  await loaded(page, "/grid-keys-");
  await page.keyboard.press("Control+Space");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await page.getByText("3 selected").waitFor();
  await page.keyboard.press("Delete");
  await told(page, "Deleted 3 songs").waitFor();
  const id = await row(page, "Kitchen Radio").getAttribute("data-song");
  await page.route(`**/songs/${id}/restore`, (route) =>
    route.fulfill({
      status: 507,
      contentType: "application/problem+json",
      json: { type: "urn:segue:problem:store-full", status: 507, title: "The server is full." },
    }),
  );
  await page.keyboard.press("Control+z");
  await told(page, "Restored 2 songs, 1 not: The server is full.").waitFor();
  for (const name of ["Slow Weather", "Before the Rain"]) {
    await row(page, name).getByRole("button", { name: "More for" }).waitFor();
    expect(await undo(name).count()).toBe(0);
  }
  await undo("Kitchen Radio").waitFor();
  await page.unrouteAll();
  await page.locator(".toast").getByRole("button", { name: "Try again" }).click();
  await told(page, "Restored Kitchen Radio").waitFor();
  await row(page, "Kitchen Radio").getByRole("button", { name: "More for" }).waitFor();
  await page.context().close();
});

test("a deleted song can only be restored, and is then in the lists that were there before", async () => {
  const page = await open();
  const changed: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET") changed.push(request.method());
  });
  await goTo(page, "Recently deleted");
  await title(page, "Night Ferry").click({ force: true });
  await title(page, "Night Ferry").click({ button: "right", force: true });
  const items = page.getByRole("menuitem");
  await items.first().waitFor();
  expect(await items.allTextContents()).toEqual(["Restore", "Details"]);
  await page.keyboard.press("Escape");
  await title(page, "Night Ferry").focus();
  await loaded(page, "/grid-keys-");
  for (const key of ["e", "a", "Delete", "Control+Space"]) await page.keyboard.press(key);
  const selected = page.getByRole("toolbar", { name: "Selected songs" });
  await selected.getByRole("button", { name: "Restore" }).waitFor();
  expect(await selected.getByRole("button").count()).toBe(2);
  expect(await page.getByRole("dialog").count()).toBe(0);
  expect(await page.getByText("Added 1 song").count()).toBe(0);
  expect(changed).toEqual([]);
  await selected.getByRole("button", { name: "Restore" }).click();
  await told(page, "Restored Night Ferry").waitFor();
  await goTo(page, "Songs");
  await title(page, "Night Ferry").waitFor();
  await page.context().close();
});

test("a struck row waits for whoever is in it by keys, and leaves the focus in its place", async () => {
  const page = await open();
  await loaded(page, "/late-");
  await page.clock.install();
  const pass = (): Promise<void> => page.clock.runFor(15_000);
  const undo = (name: string) => page.getByRole("button", { name: `Undo deleting ${name}` });
  const other = await fetch(room.server.crud("songs?q=lanterns"));
  const [{ id } = { id: "" }] = (await other.json()) as Song[];
  await title(page, "Harbour Lights").focus();
  await page.keyboard.press("Delete");
  await undo("Harbour Lights").waitFor();
  await fetch(room.server.crud(`songs/${id}`), { method: "DELETE" });
  await undo("Paper Lanterns").waitFor();
  await pass();
  await row(page, "Paper Lanterns").waitFor({ state: "detached" });
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await told(page, "Restored Harbour Lights").waitFor();
  await expect.poll(() => focused(page)).toBe("More for Harbour Lights");

  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Play next" }).and(page.locator(":focus")).waitFor();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).toBe("Undo deleting Harbour Lights");
  await page.keyboard.press("/");
  await pass();
  await row(page, "Harbour Lights").waitFor({ state: "detached" });

  await goTo(page, "Recently deleted");
  await page.getByRole("button", { name: "Restore Harbour Lights" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).toBe("Restore Paper Lanterns");
  await page.keyboard.press("Enter");
  await told(page, "Restored Paper Lanterns").waitFor();
  await page.context().close();
});
