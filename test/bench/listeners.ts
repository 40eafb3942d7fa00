/** A thousand listeners at playing pace on one process. */
import { setTimeout as pause } from "node:timers/promises";
import type { Material } from "./material.ts";
import { type Figure, memoryOf, processorTime } from "./measure.ts";
import { listenAlong } from "./streaming/listener.ts";
import { startAlone } from "./streaming/processes.ts";
import { fillWithSegments, segmentPath } from "./streaming/segment.ts";

const listeners = 1_000;
/** ms between two who begin. */
const apart = 10;
/** ms that the last of them listens. */
const listening = 30_000;
/** Together twice what the function keeps in memory. */
const songs = 80;
const segmentsOfSong = 16;

export const thousandListeners = async ({ folder }: Material): Promise<Figure[]> => {
  const server = await startAlone(await fillWithSegments(folder, songs * segmentsOfSong));
  const url = new URL(server.url);
  const started = performance.now();
  const end = started + listeners * apart + listening;
  const pathFor = (listener: number) => (n: number) =>
    segmentPath((listener % songs) * segmentsOfSong + (n % segmentsOfSong));
  const all = Array.from({ length: listeners }, async (_, listener) => {
    await pause(listener * apart);
    return listenAlong(url, pathFor(listener), end);
  });
  const heard = await Promise.all(all);
  const seconds = (performance.now() - started) / 1000;
  const memory = memoryOf(server.pid);
  const busy = processorTime(server.pid) / seconds;
  await server.stop();

  const stalls = heard.reduce((sum, one) => sum + one.stalls, 0);
  const segments = heard.reduce((sum, one) => sum + one.segments, 0);
  const waits = Float64Array.from(heard, ({ waited }) => waited).toSorted();
  return [
    {
      name: `Stalls of ${listeners} listeners on one process`,
      value: stalls,
      unit: "stalls",
      goal: { most: 0 },
      detail: `${segments} segments of ${songs} songs in ${seconds.toFixed(0)} s; first segment after ${(waits[Math.floor(listeners * 0.99)] ?? NaN).toFixed(0)} ms at most for 99 %; ${(busy * 100).toFixed(0)} % of a processor`,
    },
    {
      name: "Its resident memory at most",
      value: memory.peak,
      unit: "MiB",
      goal: { most: 160 },
      detail: `${memory.now.toFixed(0)} MiB at the end; 64 of them for songs (SEGUE_CACHE_MB)`,
    },
  ];
};
