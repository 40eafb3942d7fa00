/** Another file for a song that failed: the song stays until that file is with the server. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { failedSong } from "../../support/library.ts";
import { libraryRoom } from "../../support/library-room.ts";
import { openPlayer, row, songFile } from "../../support/player-page.ts";

const room = libraryRoom(["Refused", "Cut off", "Kept"].map(failedSong));

const open = async (): Promise<Page> => {
  const { page } = await openPlayer(room.browser, `${room.server.url}/function/player/songs`);
  return page;
};

const toast = (page: Page) => page.locator(".toast");
const tray = (page: Page) => page.getByRole("region", { name: "Uploads" });
const dialog = (page: Page) => page.getByRole("dialog", { name: "Uploads" });
const replaceButton = (page: Page, title: string) =>
  row(page, title).getByRole("button", { name: `Replace file: ${title}` });

const chooserOf = async (page: Page, title: string) => {
  const choosing = page.waitForEvent("filechooser");
  await replaceButton(page, title).click();
  return choosing;
};

const audio = (name: string, buffer: Buffer) => ({ name, mimeType: "audio/flac", buffer });

const deletions = (page: Page): string[] => {
  const all: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "DELETE") all.push(request.url());
  });
  return all;
};

test("a file that is refused costs nothing, and the one after it takes the song's place", async () => {
  const page = await open();
  const deleted = deletions(page);
  const chooser = await chooserOf(page, "Refused");
  await chooser.setFiles(audio("words.flac", Buffer.from("Only words.")));
  await tray(page).getByText("1 file not added").waitFor();
  await replaceButton(page, "Refused").waitFor();
  expect(deleted).toEqual([]);

  await tray(page).getByRole("button", { name: "Show all" }).click();
  const again = page.waitForEvent("filechooser");
  await dialog(page).getByRole("button", { name: "Replace file: words.flac" }).click();
  await (await again).setFiles(audio("a.flac", await songFile({ title: "Taken", tone: 400 })));
  await toast(page).getByText("Deleted Refused").waitFor();
  await dialog(page).getByRole("button", { name: "Close", exact: true }).click();
  await row(page, "Taken").waitFor();
  await row(page, "Refused").getByRole("button", { name: "Undo deleting Refused" }).click();
  await replaceButton(page, "Refused").waitFor();
  await page.context().close();
});

test("while the server is out of reach the song stays, and is deleted once the file has got there", async () => {
  const page = await open();
  const deleted = deletions(page);
  const chooser = await chooserOf(page, "Cut off");
  await page.route("**/crud/**", (route) => route.abort());
  await chooser.setFiles(audio("b.flac", await songFile({ title: "Late", tone: 500 })));
  await tray(page).getByText("Offline").first().waitFor();
  await replaceButton(page, "Cut off").waitFor();
  expect(deleted).toEqual([]);
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await toast(page).getByText("Deleted Cut off").waitFor();
  await row(page, "Late").waitFor();
  await page.context().close();
});

test("a song that cannot be deleted when its new file is there is named, with another try", async () => {
  const page = await open();
  await page.route("**/crud/songs/*", (route) =>
    route.request().method() === "DELETE"
      ? route.fulfill({ status: 418, body: "A teapot." })
      : route.continue(),
  );
  const chooser = await chooserOf(page, "Kept");
  await chooser.setFiles(audio("c.flac", await songFile({ title: "Third", tone: 600 })));
  await toast(page).getByText("The new file is added. Kept could not be deleted: ").waitFor();
  await row(page, "Third").waitFor();
  await replaceButton(page, "Kept").waitFor();
  await page.unrouteAll();
  await toast(page).getByRole("button", { name: "Try again" }).click();
  await toast(page).getByText("Deleted Kept").waitFor();
  await row(page, "Kept").getByRole("button", { name: "Undo deleting Kept" }).waitFor();
  await page.context().close();
});
