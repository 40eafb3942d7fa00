/** Samples between two songs that were one recording, as the browser plays them. */
import type { Browser } from "playwright-core";
import type { Quality } from "../../client/playback/engine.ts";
import { startBrowser } from "../support/browser.ts";
import { joinAt, record, recorded } from "../support/capture.ts";
import { openPlayer } from "../support/engine.ts";
import { buildEnginePage, type EnginePage } from "../support/engine-page.ts";
import type { Hands } from "../support/engine-page/main.ts";
import { type Recording, uploadRecording } from "../support/recordings.ts";
import { type Server, startServer } from "../support/server.ts";
import type { Figure } from "./measure.ts";

const rate = 44_100;
/** Samples: three joins, none of them where a frame ends. */
const lengths = [rate * 4 + 1_234, rate * 3 + 777, rate * 3 + 1, rate * 3];
const qualities: readonly Quality[] = ["a128", "a256", "flac"];

type Setting = {
  readonly server: Server;
  readonly browser: Browser;
  readonly enginePage: EnginePage;
  readonly recording: Recording;
};

/** At each join. */
const gapsOf = async (quality: Quality, setting: Setting): Promise<number[]> => {
  const { server, browser, enginePage, recording } = setting;
  const player = await openPlayer(browser, enginePage, server);
  await record(player.page, rate);
  await player.quality(quality);
  await player.queue(recording.ids);
  await player.page.waitForFunction(
    () => (globalThis as unknown as Hands).told.at(-1)?.kind === "end",
    undefined,
    { timeout: 120_000 },
  );
  const played = await recorded(player.page);
  await player.close();
  return recording.joins.map((join) => joinAt(recording.source, played, join).gap);
};

export const gaps = async (): Promise<Figure[]> => {
  const [server, browser, enginePage] = await Promise.all([
    startServer(),
    startBrowser(),
    buildEnginePage(),
  ]);
  const recording = await uploadRecording(server, rate, lengths);
  const figures: Figure[] = [];
  for (const quality of qualities) {
    const found = await gapsOf(quality, { server, browser, enginePage, recording });
    figures.push({
      name: `Gap between two songs of one recording, ${quality}`,
      value: Math.max(...found.map(Math.abs)),
      unit: "samples",
      goal: { most: 0 },
      detail: `${found.join(", ")} samples at ${found.length} joins`,
    });
  }
  await browser.close();
  await enginePage.close();
  await server.stop();
  return figures;
};
