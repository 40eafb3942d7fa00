/** A token that only reads, in the player: what it may not do is not offered, and another token is asked for where it is tried. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startBrowser } from "../support/browser.ts";
import { addSongs, openPlayer, row, violations } from "../support/player-page.ts";
import { startPrivateServer, token } from "../support/private.ts";
import { type Server, startServer } from "../support/server.ts";

const reader = "token-of-a-reader";

let server: Server;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [server, browser] = await Promise.all([
    startPrivateServer({ env: { SEGUE_READ_TOKEN: reader } }),
    startBrowser(),
  ]);
  await addSongs(server, [{ title: "Theirs", tone: 440, seconds: 3, format: "mp3" }]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});
beforeEach(async () => {
  ({ page } = await openPlayer(browser, `${server.url}/`));
  await signIn(reader);
  await row(page, "Theirs").waitFor();
  return () => page.context().close();
});

test("a token that was exchanged on the server is not called signed in", async () => {
  const open = await startServer({ env: { SEGUE_TOKEN: token } });
  await page.goto(`${open.url}/`);
  await page.evaluate(() => localStorage.setItem("segue.token", "the-one-before"));
  await page.reload();
  await page.getByRole("button", { name: /Account/ }).click();
  await page.getByText("This device's token doesn't work any more.").waitFor();
  await page.getByRole("button", { name: "Use another token" }).click();
  await signIn(token);
  await dialog().waitFor({ state: "detached" });
  await page.getByRole("button", { name: /Account/ }).click();
  await page.getByText("Signed in.", { exact: true }).waitFor();
  await open.stop();
});

const dialog = () => page.getByRole("dialog", { name: "Sign in" });
const signIn = async (text: string): Promise<void> => {
  await dialog().getByLabel("Token").fill(text);
  await dialog().getByRole("button", { name: "Sign in" }).click();
};
const adding = () => page.getByRole("button", { name: "Add music" }).filter({ visible: true });
const menuOfRow = async (): Promise<string[]> => {
  await row(page, "Theirs").getByRole("button", { name: /^More/ }).click();
  const items = page.getByRole("menuitem");
  await items.first().waitFor();
  const names = await items.allTextContents();
  await page.keyboard.press("Escape");
  return names;
};

test("who only reads is offered nothing that would be refused, until there is another token", async () => {
  await expect.poll(() => adding().count()).toBe(0);
  expect(await menuOfRow()).toEqual([
    "Play next",
    "Add to queue",
    "Go to artist",
    "Download original",
    "Details",
  ]);
  await page.getByRole("button", { name: /Account/ }).click();
  await page.getByText("Signed in, by a token that only reads.").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Use another token" }).click();
  await signIn(token);
  await expect.poll(() => adding().count()).toBe(1);
  expect(await menuOfRow()).toContain("Delete");
});

test("what is tried all the same asks for a token that writes, and goes on with it", async () => {
  await expect.poll(() => adding().count()).toBe(0);
  await row(page, "Theirs").locator(".title").focus();
  await page.keyboard.press("Delete");
  await dialog().getByText("That token only reads.").waitFor();
  await signIn("not-the-token");
  await dialog().getByText("That token didn't work.").waitFor();
  await signIn(reader);
  await dialog().getByText("That token only reads.").waitFor();
  expect(await violations(page)).toEqual([]);
  await signIn(token);
  await row(page, "Theirs").getByRole("button", { name: "Undo deleting Theirs" }).click();
  await expect.poll(() => row(page, "Theirs").locator(".cell-action").count()).toBe(0);
});
