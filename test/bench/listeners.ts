/** A thousand listeners at playing pace on one process. */
import { setTimeout as pause } from "node:timers/promises";
import { join } from "node:path";
import { openMongoStore, prepareMongo } from "../../functions/core/store/mongo.ts";
import { newId } from "../../functions/core/song/ids.ts";
import { bundle, imageSettings } from "../support/bundle.ts";
import { database, startMongo } from "../support/mongodb.ts";
import type { Material } from "./material.ts";
import { type Figure, median, memoryOf, processorTime } from "./measure.ts";
import { listenAlong } from "./streaming/listener.ts";
import { startBundled } from "./streaming/processes.ts";
import { insertSegments, segmentPath } from "./streaming/segment.ts";

const listeners = 1_000;
/** ms between two who begin. */
const apart = 10;
/** ms that the last of them listens. */
const listening = 30_000;
/** ms between two looks at the memory. */
const look = 500;
/** Together four times what the function keeps in memory. */
const songs = 80;
const segmentsOfSong = 16;

const fillDatabase = async (uri: string): Promise<void> => {
  await prepareMongo(uri);
  const store = openMongoStore(uri);
  await insertSegments(store, songs * segmentsOfSong);
  await store.close();
};

/** The function as its image has it. */
export const thousandListeners = async ({ folder }: Material): Promise<Figure[]> => {
  const mongo = await startMongo();
  if (!mongo) throw new Error("There is no MongoDB here, nor a stand-in.");
  const uri = database(mongo.uri, `segue-listeners-${newId()}`);
  await fillDatabase(uri);
  const server = await startBundled(await bundle("streaming", folder), {
    ...imageSettings(),
    MONGODB_URI: uri,
    NODE_COMPILE_CACHE: join(folder, "compiled"),
    PORT: "0",
  });
  const url = new URL(server.url);
  const started = performance.now();
  const end = started + listeners * apart + listening;
  const pathFor = (listener: number) => (n: number) =>
    segmentPath((listener % songs) * segmentsOfSong + (n % segmentsOfSong));
  const all = Array.from({ length: listeners }, async (_, listener) => {
    await pause(listener * apart);
    return listenAlong(url, pathFor(listener), end);
  });
  const sizes: number[] = [];
  const watch = setInterval(() => sizes.push(memoryOf(server.pid).now), look);
  const heard = await Promise.all(all);
  clearInterval(watch);
  const seconds = (performance.now() - started) / 1000;
  const { peak } = memoryOf(server.pid);
  const busy = processorTime(server.pid) / seconds;
  await server.stop();
  await mongo.stop();

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
      name: "Its resident memory while all of them listen",
      value: median(sizes.slice(-listening / look / 2)),
      unit: "MiB",
      goal: { most: 160 },
      detail: `median of the last ${listening / 2_000} s; ${peak.toFixed(0)} MiB at most, when they began. With the image's settings, on ${mongo.name}`,
    },
  ];
};
