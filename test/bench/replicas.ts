/** What more replicas bring on this machine: segments a second, and songs prepared, with one, two and four of them. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SegueClient } from "../../api-client/node.ts";
import { newId } from "../../functions/core/song/ids.ts";
import { bundle } from "../support/bundle.ts";
import { readSong } from "../support/hls.ts";
import { database, startMongo } from "../support/mongodb.ts";
import { startOpenFaas } from "../support/openfaas.ts";
import { type Pool, startPool } from "../support/replicas/pool.ts";
import { ffmpeg } from "../support/sound.ts";
import { load } from "./load.ts";
import type { Material } from "./material.ts";
import { type Figure, timed } from "./measure.ts";

const counts = [1, 2, 4];
const connections = 32;
const seconds = 3;
const songs = 4;
/** Of each song. */
const length = 10;
const token = "a-token-for-the-bench";

const withPool = async <T>(
  starting: Promise<Pool>,
  use: (pool: Pool) => Promise<T>,
): Promise<T> => {
  const pool = await starting;
  try {
    return await use(pool);
  } finally {
    await pool.close();
  }
};

/** Inserts them at once by way of a gateway, and waits until the last is ready; gives their ids. */
const prepare = async (crud: Pool, bodies: readonly Buffer[]): Promise<string[]> => {
  const gateway = await startOpenFaas({ replicas: () => crud.urls() });
  const segue = new SegueClient({ url: `${gateway.url}crud/`, token });
  const one = async (body: Buffer): Promise<string> => {
    const { id } = await segue.insert(body);
    for await (const _ of segue.changes({ wait: 1 }))
      if ((await segue.get(id))?.state === "ready") return id;
    throw new Error("Nothing is told any more.");
  };
  const ids = await Promise.all(bodies.map(one));
  await gateway.close();
  return ids;
};

const rateOf = async (streaming: Pool, path: string): Promise<number> => {
  const urls = streaming.urls();
  // Each has it in memory then, and answers alike.
  for (const url of urls) await (await fetch(`${url}${path}`)).arrayBuffer();
  const loads = urls.map((url) => load(`${url}${path}`, connections / urls.length, seconds));
  return (await Promise.all(loads)).reduce((sum, { rate }) => sum + rate, 0);
};

const figure = (name: string, found: readonly number[], unit: string, better: number): Figure => ({
  name,
  value: better,
  unit: "of one replica's",
  detail: counts.map((count, n) => `${count}: ${found[n]?.toFixed(1)} ${unit}`).join(", "),
});

export const replicaFigures = async ({ folder, wav }: Material): Promise<Figure[]> => {
  const mongo = await startMongo();
  if (!mongo) return [];
  const env = {
    MONGODB_URI: database(mongo.uri, `segue-bench-${newId()}`),
    SEGUE_TOKEN: token,
    SEGUE_ENCODINGS: "1",
  };
  const [crudApp, streamingApp] = [await bundle("crud", folder), await bundle("streaming", folder)];
  const bodies: Buffer[] = [];
  for (let n = 0; n < songs; n++) {
    const file = join(folder, `${n}.wav`);
    await ffmpeg(`-ss ${n * length} -t ${length} -i ${wav} -c:a copy ${file}`);
    bodies.push(await readFile(file));
  }

  const times: number[] = [];
  let id = "";
  for (const count of counts)
    await withPool(startPool(crudApp, env, count), async (crud) => {
      times.push(await timed(async () => ([id = ""] = await prepare(crud, bodies))));
    });

  const rates: number[] = [];
  for (const count of counts)
    await withPool(startPool(streamingApp, env, count), async (streaming) => {
      const base = `${streaming.urls()[0]}/${id}/`;
      const [rendition] = await readSong(`${base}main.m3u8`);
      const path = new URL("1.m4s", rendition?.url).pathname;
      rates.push(await rateOf(streaming, path));
    });
  await mongo.stop();
  const [slowest = 0, , fastest = 0] = times;
  const [least = 0, , most = 0] = rates;
  return [
    figure(
      `${songs} songs of ${length} s prepared by four replicas`,
      times,
      "s",
      fastest / slowest,
    ),
    figure("Segments a second from four replicas", rates, "a second", most / least),
  ];
};
