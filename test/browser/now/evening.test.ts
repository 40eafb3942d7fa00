/** What else happens of an evening: songs that grow, that go, that end; keys alone; sleep. */
import type { Locator, Page } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { playing } from "../../support/browser.ts";
import {
  bar,
  nowPlaying,
  playRow,
  row,
  sounds,
  time,
  violations,
} from "../../support/player-page.ts";
import { playerRoom } from "../../support/player-room.ts";
import { post } from "../../support/server.ts";
import { slowBody } from "../../support/slow.ts";
import { made } from "../../support/sound.ts";

const room = playerRoom(
  ["C", "B", "A"].map((title) => ({ title, tone: 400, seconds: 12, format: "mp3" })),
);
let page: Page;
beforeEach(() => {
  ({ page } = room);
});

const wave = (): Locator => bar(page).getByRole("slider", { name: "Seek" });
/** Pressed wherever no widget has the focus. */
const pressKeys = async (...keys: string[]): Promise<void> => {
  await page.locator("main").focus();
  for (const key of keys) await page.keyboard.press(key);
};

describe("of an evening", () => {
  test("a song that grows shows no length, and only what is there can be sought", async () => {
    const body = slowBody(await made("-f lavfi -i sine=700:d=24:r=44100 -ac 2", "wav"));
    const answer = post(room.server, body, { query: { title: "Growing" } });
    body.allow(44_100 * 4 * 16);
    await row(page, "Growing").locator(".title").click();
    await nowPlaying(page, "Growing");
    await sounds(page);
    expect(await bar(page).locator("time").last().textContent()).toBe("–");
    await expect.poll(() => bar(page).locator(".wave-rest").count()).toBe(1);
    await expect.poll(() => wave().isDisabled()).toBe(false);
    await wave().focus();
    await expect.poll(() => wave().getAttribute("aria-valuetext")).toMatch(/length not yet known$/);
    await wave().press("End");
    await expect.poll(() => time(page)).toBeLessThan(17);
    expect(await violations(page)).toEqual([]);
    body.allow();
    expect((await answer).status).toBe(201);
    await expect.poll(() => bar(page).locator("time").last().textContent()).toBe("0:24");
    await expect.poll(() => bar(page).locator(".wave-rest").count()).toBe(0);
    expect(room.errors).toEqual([]);
  });

  test("a song that is deleted while it plays goes on, and comes back by Undo", async () => {
    await playRow(page, "A");
    await sounds(page);
    await row(page, "A").locator(".title").focus();
    await page.keyboard.press("Delete");
    await row(page, "A").getByText("Deleted").waitFor();
    const before = await time(page);
    await expect.poll(() => time(page)).toBeGreaterThan(before);
    await nowPlaying(page, "A");
    await page.keyboard.press("Control+z");
    await row(page, "A").getByText("Tester").waitFor();
    expect(room.errors).toEqual([]);
  });

  test("a song that is gone is skipped, while the one before plays on", async () => {
    await page.route(`**/streaming/${room.songs[1]?.id ?? ""}/**`, (route) =>
      route.fulfill({ status: 404, contentType: "application/problem+json", body: "{}" }),
    );
    await playRow(page, "A");
    await page.getByTitle("Skipped “B”: it was deleted.").waitFor();
    await nowPlaying(page, "A");
    expect(await bar(page).getByText("This song was deleted.").count()).toBe(0);
    await wave().press("End");
    await wave().press("ArrowLeft");
    await nowPlaying(page, "C");
    await sounds(page);
  });

  test("the sleep timer ends it with the song", async () => {
    await playRow(page, "A");
    await sounds(page);
    await pressKeys("n");
    const stage = page.getByRole("dialog", { name: "Now playing" });
    await stage.getByRole("button", { name: "More for A" }).click();
    await page.getByRole("menuitem", { name: "Sleep timer" }).click();
    await page.getByRole("menuitemradio", { name: "End of song" }).click();
    const slider = stage.getByRole("slider", { name: "Seek" });
    await slider.focus();
    await slider.press("End");
    await slider.press("ArrowLeft");
    await stage.getByRole("heading", { name: "B" }).waitFor();
    await expect.poll(async () => (await playing(page)).paused).toBe(true);
    expect(room.errors).toEqual([]);
  });

  test("keys alone do: play, stage, queue, help, and back to where one was", async () => {
    const title = row(page, "A").locator(".title");
    await title.focus();
    await page.keyboard.press("Enter");
    await nowPlaying(page, "A");
    await sounds(page);
    await page.keyboard.press("n");
    const stage = page.getByRole("dialog", { name: "Now playing" });
    await stage.waitFor();
    await page.keyboard.press("Escape");
    await stage.waitFor({ state: "detached" });
    expect(await title.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await help.getByText("Now playing").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "detached" });
    await pressKeys(" ");
    await expect.poll(async () => (await playing(page)).paused).toBe(true);
    expect(room.errors).toEqual([]);
  });

  test("a device that keeps the volume to its buttons is told so in the settings", async () => {
    await page.addInitScript(() => {
      Object.defineProperty(HTMLMediaElement.prototype, "volume", { get: () => 1, set() {} });
    });
    await page.reload();
    await playRow(page, "A");
    await sounds(page);
    await page.getByRole("button", { name: "Account and settings" }).click();
    const settings = page.getByRole("dialog", { name: "Account and settings" });
    await settings.getByText("This device keeps the volume to its buttons").waitFor();
    expect(await settings.getByLabel("Even loudness").isDisabled()).toBe(true);
    await settings.getByLabel("Quality").selectOption({ label: "Low · AAC 64 kbit/s" });
    expect(await violations(page)).toEqual([]);
    await settings.getByRole("button", { name: "Close" }).click();
    await bar(page).getByRole("button", { name: "Quality: Low" }).waitFor();
  });
});
