/** The queue: reordered by pointer and by keys, emptied, and how that is taken back. */
import type { Locator, Page } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { bar, playRow, upNext } from "../../support/player-page.ts";
import { playerRoom } from "../../support/player-room.ts";

const room = playerRoom(
  ["E", "D", "C", "B", "A"].map((title, n) => ({ title, tone: 400 + n * 100, seconds: 30 })),
);
let page: Page;
beforeEach(async () => {
  ({ page } = room);
  await playRow(page, "A");
  await expect.poll(order).toEqual(["B", "C", "D", "E"]);
  return () => expect(room.errors).toEqual([]);
});

const order = (): ReturnType<typeof upNext> => upNext(page);

const grip = (title: string): Locator =>
  page.getByRole("button", { name: `Move ${title}. Press Space, then arrow keys` });

const said = (): Promise<string | null> => page.locator("[data-announcer]").textContent();

const middle = async (of: Locator): Promise<{ x: number; y: number }> => {
  const box = await of.boundingBox();
  if (!box) throw new Error("It is not on the page.");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

const dragTo = async (from: Locator, to: Locator, beyond: number): Promise<void> => {
  const start = await middle(from);
  const end = await middle(to);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x, (start.y + end.y) / 2, { steps: 3 });
  await page.mouse.move(start.x, end.y + beyond, { steps: 3 });
};

describe("the queue", () => {
  test("is reordered by dragging", async () => {
    await dragTo(grip("E"), grip("B"), -10);
    await page.mouse.up();
    await expect.poll(order).toEqual(["E", "B", "C", "D"]);
    await dragTo(grip("E"), grip("C"), 10);
    await page.mouse.up();
    await expect.poll(order).toEqual(["B", "C", "E", "D"]);
  });

  test("keeps its order when a drag is given up, or goes nowhere", async () => {
    await dragTo(grip("E"), grip("B"), -10);
    await page.keyboard.press("Escape");
    await page.mouse.up();
    await dragTo(grip("C"), grip("C"), 0);
    await page.mouse.up();
    await expect.poll(order).toEqual(["B", "C", "D", "E"]);
  });

  test("takes a drag far out of the window to its end", async () => {
    await dragTo(grip("B"), grip("E"), 2_000);
    await page.mouse.up();
    await expect.poll(order).toEqual(["C", "D", "E", "B"]);
    await dragTo(grip("B"), grip("C"), -2_000);
    await page.mouse.up();
    await expect.poll(order).toEqual(["B", "C", "D", "E"]);
  });

  test("is reordered by keys, which say where the song is", async () => {
    await grip("D").press("Space");
    await expect.poll(said).toBe("D lifted, position 3 of 4");
    await grip("D").press("ArrowUp");
    await expect.poll(said).toBe("Moved to 2");
    await grip("D").press("Space");
    await expect.poll(said).toBe("Dropped");
    await expect.poll(order).toEqual(["B", "D", "C", "E"]);
    await grip("B").press("Space");
    await grip("B").press("End");
    await expect.poll(order).toEqual(["D", "C", "E", "B"]);
    await grip("B").press("Escape");
    await expect.poll(order).toEqual(["B", "D", "C", "E"]);
    expect(await grip("B").evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test("is reordered without dragging, from the menu", async () => {
    await grip("D").click();
    await page.getByRole("menuitem", { name: "Move to top" }).click();
    await expect.poll(order).toEqual(["D", "B", "C", "E"]);
    await grip("D").click();
    await page.getByRole("menuitem", { name: "Move down" }).click();
    await expect.poll(order).toEqual(["B", "D", "C", "E"]);
  });

  test("gives back what was removed or cleared, where it was", async () => {
    await page.getByRole("list", { name: "Up next" }).getByText("C", { exact: true }).focus();
    await page.keyboard.press("Delete");
    await expect.poll(order).toEqual(["B", "D", "E"]);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(order).toEqual(["B", "C", "D", "E"]);
    await page.getByRole("button", { name: "Clear" }).click();
    await page.getByText("Nothing up next.").waitFor();
    await bar(page).getByRole("button", { name: "Open now playing: A" }).waitFor();
    await page.keyboard.press("Control+z");
    await expect.poll(order).toEqual(["B", "C", "D", "E"]);
  });

  test("plays what is pressed in it, and is put away and remembered so", async () => {
    await page.getByRole("list", { name: "Up next" }).getByText("D", { exact: true }).click();
    await bar(page).getByRole("button", { name: "Open now playing: D" }).waitFor();
    await expect.poll(order).toEqual(["E"]);
    await page.keyboard.press("q");
    await page.getByRole("list", { name: "Up next" }).waitFor({ state: "detached" });
    await page.reload();
    await bar(page).getByRole("button", { name: "Open now playing: D" }).waitFor();
    expect(await page.getByRole("list", { name: "Up next" }).count()).toBe(0);
  });

  test("survives keys that are hammered", async () => {
    await page.locator("main").focus();
    for (let n = 0; n < 12; n++) {
      await page.keyboard.press("s");
      await page.keyboard.press("Shift+ArrowRight");
      await page.keyboard.press(" ");
      await page.keyboard.press("Shift+ArrowLeft");
      await page.keyboard.press("r");
    }
    await expect.poll(() => bar(page).getByRole("button", { name: "Repeat: off" }).count()).toBe(1);
    const current = await bar(page).locator(".title").textContent();
    const rest = await upNext(page);
    expect(["A", "B", "C", "D", "E"]).toContain(current);
    expect(new Set([...rest, current]).size).toBe(rest.length + 1);
  });
});
