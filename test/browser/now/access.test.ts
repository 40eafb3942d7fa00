/** The bar, the stage and the queue for those who do not see, at every size and in both lights. */
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBrowser } from "../../support/browser.ts";
import {
  addSongs,
  bar,
  looks,
  openPlayer,
  playRow,
  violations,
} from "../../support/player-page.ts";
import { type Server, startServer } from "../../support/server.ts";

let server: Server;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), startBrowser()]);
  await addSongs(
    server,
    ["One", "Two", "Three"].map((title, n) => ({ title, tone: 400, album: "Trio", track: n + 1 })),
  );
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const isThere = async (dialog: Locator): Promise<void> => {
  await dialog.waitFor();
  // Half through its fade, its colours are paler than they will be.
  await expect
    .poll(() => dialog.evaluate((element) => getComputedStyle(element).opacity))
    .toBe("1");
};

const openStage = async (page: Page): Promise<Locator> => {
  await playRow(page, "Three");
  await bar(page).getByRole("button", { name: "Open now playing: Three" }).click();
  const stage = page.getByRole("dialog", { name: "Now playing" });
  await isThere(stage);
  return stage;
};

describe("axe finds nothing wrong", () => {
  test.each(looks)("with bar and stage on a %s", async (look) => {
    const { page, errors } = await openPlayer(browser, `${server.url}/`, look);
    const stage = await openStage(page);
    expect(await violations(page)).toEqual([]);
    await stage.getByRole("button", { name: "Close now playing" }).click();
    await stage.waitFor({ state: "detached" });
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test.each(["phone light", "phone dark"] as const)("with the queue on a %s", async (look) => {
    const { page, errors } = await openPlayer(browser, `${server.url}/`, look);
    const stage = await openStage(page);
    await stage.getByRole("button", { name: "Queue", exact: true }).click();
    await isThere(page.getByRole("dialog", { name: "Queue" }));
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
