/** Listening: play, pause, next, seek, the queue, the keys, and what the system steers. */
import type { Locator, Page } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { hear, listen, playing } from "../../support/browser.ts";
import { bar, nowPlaying, playRow, row, sounds, time, upNext } from "../../support/player-page.ts";
import { playerRoom } from "../../support/player-room.ts";

/** Newest first, as the list shows them: four, three, two, one. */
const titles = ["One", "Two", "Three", "Four"] as const;
const tones: Readonly<Record<string, number>> = { One: 400, Two: 800, Three: 1_200, Four: 1_600 };

const room = playerRoom(
  titles.map((title, n) => ({
    title,
    tone: tones[title] ?? 0,
    ...(n < 2 && { album: "Pair", track: n + 1 }),
  })),
);
let page: Page;
beforeEach(() => {
  ({ page } = room);
  return () => expect(room.errors).toEqual([]);
});

/** What the bar says. */
const shown = (): Promise<string | null> => bar(page).locator("time").first().textContent();

/** Which of the songs is heard. */
const heard = async (): Promise<string | undefined> => {
  const { frequency, level } = await hear(page);
  return level > -60
    ? titles.find((title) => Math.abs(frequency - (tones[title] ?? 0)) < 20)
    : undefined;
};

describe("listening", () => {
  test("plays what is pressed, pauses, goes on, and to the next and back", async () => {
    await listen(page);
    await playRow(page, "Four");
    await nowPlaying(page, "Four");
    await expect.poll(heard).toBe("Four");
    await bar(page).getByRole("button", { name: "Pause" }).click();
    await expect.poll(async () => (await playing(page)).paused).toBe(true);
    await bar(page).getByRole("button", { name: "Play", exact: true }).click();
    await expect.poll(async () => (await playing(page)).paused).toBe(false);
    await bar(page).getByRole("button", { name: "Next" }).click();
    await nowPlaying(page, "Three");
    await expect.poll(heard).toBe("Three");
    await bar(page).getByRole("button", { name: "Previous" }).click();
    await nowPlaying(page, "Four");
    await expect.poll(heard).toBe("Four");
  });

  test("is named inside the bar, whichever views were open before", async () => {
    await page.getByRole("link", { name: "Artists" }).first().click();
    await page.getByRole("heading", { name: "Artists" }).waitFor();
    await page.getByRole("link", { name: "Songs" }).first().click();
    await playRow(page, "Four");
    await nowPlaying(page, "Four");
    const box = (at: Locator) => at.evaluate((element) => element.getBoundingClientRect().toJSON());
    const around = await box(bar(page));
    const title = await box(bar(page).getByText("Four", { exact: true }));
    const artist = await box(bar(page).getByText("Tester", { exact: true }));
    expect(title.top).toBeGreaterThan(around.top);
    expect(artist).toMatchObject({ left: title.left });
    expect(artist.bottom).toBeLessThan(around.bottom);
    expect(artist.top - title.bottom).toBeLessThan(5);
  });

  test("plays a title that is clicked twice, as players elsewhere do", async () => {
    await row(page, "Two").locator(".title").dblclick();
    await nowPlaying(page, "Two");
    await sounds(page);
    expect((await playing(page)).paused).toBe(false);
  });

  test("tells what comes next, and where two songs have no gap between them", async () => {
    await playRow(page, "Four");
    await expect.poll(() => upNext(page)).toEqual(["Three", "Two", "One"]);
    expect(await page.getByText("No gap").count()).toBe(0);
    const two = page.getByRole("button", { name: "Move Two. Press Space, then arrow keys" });
    await two.press("Space");
    await two.press("ArrowDown");
    await two.press("Space");
    await page.getByText("No gap").waitFor();
  });

  test("seeks by keys on the wave, and says where it is", async () => {
    await playRow(page, "Four");
    await sounds(page);
    const wave = bar(page).getByRole("slider", { name: "Seek" });
    await wave.focus();
    expect(await wave.getAttribute("aria-valuetext")).toMatch(/^\d seconds? of 20 seconds$/);
    await wave.press("ArrowRight");
    await wave.press("Home");
    await wave.press("ArrowRight");
    expect(await wave.getAttribute("aria-valuetext")).toBe("5 seconds of 20 seconds");
    await expect.poll(shown).toBe("0:05");
  });

  test("previews a drag on the wave, and seeks when it is let go", async () => {
    await playRow(page, "Four");
    await sounds(page);
    const box = await bar(page).getByRole("slider", { name: "Seek" }).boundingBox();
    if (!box) throw new Error("There is no wave.");
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.2, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.75, y, { steps: 4 });
    await expect.poll(shown).toBe("0:15");
    expect(await time(page)).toBeLessThan(12);
    await page.mouse.up();
    await expect.poll(() => time(page)).toBeGreaterThan(14);
  });

  test("obeys its keys, also on the stage", async () => {
    await playRow(page, "Four");
    await sounds(page);
    await page.locator("main").focus();
    await page.keyboard.press("n");
    const stage = page.getByRole("dialog", { name: "Now playing" });
    await stage.waitFor();
    await stage.getByRole("heading", { name: "Four" }).click();
    await page.keyboard.press("Shift+ArrowRight");
    await stage.getByRole("heading", { name: "Three" }).waitFor();
    await page.keyboard.press("s");
    await expect
      .poll(() => stage.getByRole("button", { name: "Shuffle" }).getAttribute("aria-pressed"))
      .toBe("true");
    await page.keyboard.press("r");
    await stage.getByRole("button", { name: "Repeat: all" }).waitFor();
    await page.keyboard.press("n");
    await stage.waitFor({ state: "hidden" });
    await page.keyboard.press("m");
    await expect
      .poll(() => bar(page).getByRole("button", { name: "Mute" }).getAttribute("aria-pressed"))
      .toBe("true");
    await page.keyboard.press("-");
    expect(await bar(page).getByRole("slider", { name: "Volume" }).inputValue()).toBe("0");
    await page.keyboard.press("+");
    expect(await bar(page).getByRole("slider", { name: "Volume" }).inputValue()).toBe("100");
  });

  test("is shown to the system, and steered by it", async () => {
    await page.addInitScript(() => {
      const handlers: Record<string, MediaSessionActionHandler> = {};
      Object.assign(globalThis, { handlers });
      const set = navigator.mediaSession.setActionHandler.bind(navigator.mediaSession);
      navigator.mediaSession.setActionHandler = (action, handler) => {
        if (handler) handlers[action] = handler;
        set(action, handler);
      };
    });
    await page.reload();
    await playRow(page, "Four");
    await sounds(page);
    const metadata = await page.evaluate(() => {
      const { title, artist } = navigator.mediaSession.metadata ?? {};
      return { title, artist, state: navigator.mediaSession.playbackState };
    });
    expect(metadata).toEqual({ title: "Four", artist: "Tester", state: "playing" });
    const act = (action: string, details: object = {}): Promise<void> =>
      page.evaluate(
        ([name, given]) => {
          const { handlers } = globalThis as unknown as {
            handlers: Record<string, (details: object) => void>;
          };
          handlers[name as string]?.(given as object);
        },
        [action, details],
      );
    await act("pause");
    await expect.poll(async () => (await playing(page)).paused).toBe(true);
    await act("seekto", { seekTime: 12 });
    await expect.poll(shown).toBe("0:12");
    await act("play");
    await expect.poll(async () => (await playing(page)).paused).toBe(false);
    await act("nexttrack");
    await nowPlaying(page, "Three");
    await act("previoustrack");
    await nowPlaying(page, "Four");
  });

  test("carries on after a reload: song, second, order, volume; and stays silent until asked", async () => {
    await playRow(page, "Four");
    await sounds(page);
    const grip = page.getByRole("button", { name: "Move One. Press Space, then arrow keys" });
    await grip.press("Space");
    await grip.press("Home");
    await grip.press("Space");
    await expect.poll(() => upNext(page)).toEqual(["One", "Three", "Two"]);
    await page.keyboard.press("m");
    await bar(page).getByRole("slider", { name: "Seek" }).focus();
    await page.keyboard.press("Home");
    for (const _ of "ab") await page.keyboard.press("ArrowRight");
    await page.reload();
    await nowPlaying(page, "Four");
    await expect.poll(() => upNext(page)).toEqual(["One", "Three", "Two"]);
    expect(await shown()).toMatch(/^0:1\d$/);
    expect(await bar(page).getByRole("button", { name: "Mute" }).getAttribute("aria-pressed")).toBe(
      "true",
    );
    expect((await playing(page)).paused).toBe(true);
    await bar(page).getByRole("button", { name: "Play", exact: true }).click();
    await expect.poll(shown).toMatch(/^0:1[1-9]$/);
  });
});
