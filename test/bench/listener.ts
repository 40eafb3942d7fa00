/** A person at the player's page, and when that person hears something. */
import type { Browser, Page } from "playwright-core";

export type Visit = {
  readonly page: Page;
  /** Addresses asked for so far. */
  readonly asked: readonly string[];
  close(): Promise<void>;
};

/** Runs in the page before its own scripts: notes when something was pressed, and when sound came of it. */
const watch = (): void => {
  const audioOf = (): HTMLAudioElement => {
    const audio = document.querySelector("audio");
    if (!audio) throw new Error("The page has no audio element.");
    return audio;
  };
  /** Resolves once the element is elsewhere than before and moves on from there. */
  const moves = (before: number): Promise<number> =>
    new Promise((resolve) => {
      let from: number | undefined;
      const look = (): void => {
        const { currentTime, seeking, paused } = audioOf();
        const isElsewhere = currentTime > 0 && Math.abs(currentTime - before) > 0.5;
        if (before === 0) from = 0;
        else if (isElsewhere) from ??= currentTime;
        if (from !== undefined && currentTime > from && !seeking && !paused)
          resolve(performance.now());
        else setTimeout(look);
      };
      look();
    });
  addEventListener(
    "click",
    ({ timeStamp }) => {
      const waited = moves(audioOf().currentTime).then((sounded) => sounded - timeStamp);
      Object.assign(globalThis, { waited });
    },
    { capture: true },
  );
};

/** Opens the page as for the first time, and waits until it would play. */
export const visit = async (browser: Browser, url: string): Promise<Visit> => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(watch);
  const asked: string[] = [];
  page.on("request", (request) => void asked.push(request.url()));
  await page.goto(url);
  await page.waitForFunction(() =>
    performance
      .getEntriesByType("resource")
      .some(({ name }) => /\/sounding-[\w-]+\.js$/.test(name)),
  );
  // What was fetched is run, and the pictures of the first rows have come.
  await page.waitForTimeout(1_500);
  return { page, asked, close: () => context.close() };
};

/** ms from the last click to sound. */
export const waited = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as { waited: Promise<number> }).waited);
