/** Segments that are in no memory: each is read from SQLite, against bare node:http that reads each from a file. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { type Load, load } from "./load.ts";
import type { Material } from "./material.ts";
import { type Figure, median, takeTurns } from "./measure.ts";
import { startAlone, startFiles } from "./streaming/processes.ts";
import { fillWithSegments, segmentBytes, segmentPath } from "./streaming/segment.ts";

const connections = 32;
const seconds = 0.3;
const rounds = 25;
const warmUp = 2;
/** Asked for in turn, in a cache that has room for ten. */
const segments = 400;
const smallest = { SEGUE_CACHE_MB: "1" };

const writeFiles = async (within: string): Promise<string> => {
  const folder = join(within, "files");
  await mkdir(folder);
  for (let n = 0; n < segments; n++)
    await writeFile(join(folder, `${n}.m4s`), randomBytes(segmentBytes));
  return folder;
};

export const coldCache = async ({ folder }: Material): Promise<Figure[]> => {
  const server = await startAlone(await fillWithSegments(folder, segments), smallest);
  const head = { "Content-Type": "audio/mp4", "Content-Length": String(segmentBytes) };
  const files = await startFiles(await writeFiles(folder), head);
  const numbers = Array.from({ length: segments }, (_, n) => n);
  const ours = numbers.map((n) => `${server.url}${segmentPath(n)}`);
  const theirs = numbers.map((n) => `${files.url}${n}.m4s`);
  const at = (urls: readonly string[]) => (): Promise<Load> => load(urls, connections, seconds);
  for (const urls of [ours, theirs]) await load(urls, connections, warmUp);
  const found = await takeTurns(rounds, { ours: at(ours), theirs: at(theirs) });
  for (const one of [server, files]) await one.stop();

  const rates = found.ours.map(({ rate }) => rate);
  const baseline = found.theirs.map(({ rate }) => rate);
  return [
    {
      name: "Segments from SQLite, against bare node:http that reads files",
      value: median(rates.map((rate, round) => rate / (baseline[round] ?? NaN))),
      unit: "of the baseline",
      detail: `${Math.round(median(rates))} against ${Math.round(median(baseline))} requests/s, ${connections} connections, none of ${segments} segments in memory; p99 ${median(found.ours.map(({ p99 }) => p99)).toFixed(1)} ms`,
    },
  ];
};
