/** Dialogs: what closes them, what does not, and that they come when the server does not answer. */
import type { Locator, Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { libraryRoom } from "../../support/library-room.ts";
import { openPlayer } from "../../support/player-page.ts";
import { shelf } from "../../support/shelf.ts";

const room = libraryRoom(shelf);
let page: Page;

beforeEach(async () => {
  ({ page } = await openPlayer(room.browser, `${room.server.url}/function/player/songs`));
});
afterEach(() => page.context().close());

const choose = async (item: string): Promise<void> => {
  await page.getByRole("button", { name: "More for Lamplighter" }).click();
  await page.getByRole("menuitem", { name: item }).click();
};

const editor = () => page.getByRole("dialog", { name: "Edit song" });

/** Once it has come to rest. */
const boxOf = async (dialog: Locator) => {
  await dialog.evaluate((element) =>
    Promise.all(element.getAnimations().map(({ finished }) => finished)),
  );
  const box = await dialog.boundingBox();
  if (!box) throw new Error("The dialog is not there.");
  return box;
};

test("a press beside a dialog closes it, one on its empty parts does not", async () => {
  await choose("Details");
  const dialog = page.getByRole("dialog", { name: "Details" });
  const { x, y, height } = await boxOf(dialog);
  await page.mouse.click(x + 4, y + height / 2);
  await page.mouse.click(x + 4, y + height - 4);
  // One that is closed has nothing to press.
  await dialog.getByRole("heading").click();
  await page.mouse.click(x - 20, y + height / 2);
  await dialog.waitFor({ state: "detached" });
});

test("Escape pressed twice leaves the editor open, and what was typed in it", async () => {
  await choose("Edit");
  await editor().getByLabel("Genre").fill("Folk");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await editor().getByRole("button", { name: "Keep editing" }).click();
  expect(await editor().getByLabel("Genre").inputValue()).toBe("Folk");
  await page.keyboard.press("Escape");
  await editor().getByRole("button", { name: "Discard them" }).click();
  await editor().waitFor({ state: "detached" });
});

test("an editor whose song cannot be read says why, and comes once it can", async () => {
  const title = page.locator(".title:text-is('Lamplighter')");
  await title.waitFor();
  const song = /crud\/songs\/[\w-]{21}$/;
  await page.route(song, (route) => route.fulfill({ body: "Welcome to the train's network" }));
  await choose("Edit");
  const toast = page.getByRole("region", { name: "Message" });
  await toast.getByText("Something else answered instead of your server.").waitFor();
  await page.unroute(song);
  await toast.getByRole("button", { name: "Try again" }).click();
  await editor().getByLabel("Title").waitFor();
});
