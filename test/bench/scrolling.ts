/** Scrolling through 100,000 songs, beside scrolling through as many pixels of nothing. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { startBrowser } from "../support/browser.ts";
import { fillLibrary } from "../support/library.ts";
import { startServer } from "../support/server.ts";
import { type Figure, median } from "./measure.ts";

const songs = 100_000;
/** Frames of one scroll, and pixels of each: as fast as a wheel is turned, then as a scroll bar is dragged. */
const frames = 240;
const turns = [150, 6_000];

const shelves = Array.from({ length: songs }, (_, n) => ({
  title: `Song ${n} of a long library`,
  artist: `Artist ${n % 900}`,
  album: `Album ${n % 9_000}`,
  trackNumber: (n % 12) + 1,
  seconds: 120 + (n % 300),
  added: Date.now() - n * 60_000,
}));

/** ms of each frame, while the element scrolls. */
const scroll = (page: Page, selector: string, by: number): Promise<number[]> =>
  page.evaluate(
    ({ selector: name, by: pixels, frames: count }) =>
      new Promise<number[]>((resolve) => {
        const scroller = document.querySelector(name) as HTMLElement;
        const times: number[] = [];
        let before: number | undefined;
        scroller.scrollTop = 0;
        const step = (now: number): void => {
          if (before !== undefined) times.push(now - before);
          before = now;
          scroller.scrollTop += pixels;
          if (times.length < count) requestAnimationFrame(step);
          else resolve(times);
        };
        requestAnimationFrame(step);
      }),
    { selector, by, frames },
  );

const nothing = `<!doctype html><div id="nothing" style="height:800px;overflow:auto">
  <div style="height:${songs * 56}px"></div></div>`;

const worst = (times: readonly number[]): number => Math.max(...times);

export const longListScrolling = async (): Promise<Figure[]> => {
  const folder = await mkdtemp(join(tmpdir(), "segue-bench-"));
  await fillLibrary(folder, shelves);
  const [server, browser] = await Promise.all([startServer({ dataDir: folder }), startBrowser()]);
  try {
    const viewport = { width: 1440, height: 900 };
    const page = await browser.newPage({ viewport });
    const empty = await browser.newPage({ viewport });
    await page.goto(`${server.url}/`);
    await page.locator(".rows .title").first().waitFor();
    await empty.setContent(nothing);
    const figures: Figure[] = [];
    for (const by of turns) {
      await empty.bringToFront();
      const baseline = await scroll(empty, "#nothing", by);
      await page.bringToFront();
      const ours = await scroll(page, "main", by);
      figures.push({
        name: `Longest frame of ${frames}, scrolling 100,000 songs by ${by} px a frame`,
        value: worst(ours),
        unit: "ms",
        goal: { most: 50 },
        detail: `median ${median(ours).toFixed(1)} ms, ${ours.filter((time) => time > 50).length} over 50 ms; scrolling nothing: longest ${worst(baseline).toFixed(1)} ms, median ${median(baseline).toFixed(1)} ms, ${baseline.filter((time) => time > 50).length} over 50 ms`,
      });
    }
    return figures;
  } finally {
    await browser.close();
    await server.stop();
    await rm(folder, { recursive: true });
  }
};
