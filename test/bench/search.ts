/** Lists and searches of large libraries, over HTTP, beside what a search costs without an index. */
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { type Server, startServer } from "../support/server.ts";
import { type Figure, inTurn, median, timed } from "./measure.ts";
import { fillWithSongs } from "./search/fill.ts";
import { queriesOf } from "./search/queries.ts";

const readers = 8;
/** ms from an answer to a reader's next question: who types asks as often. */
const thought = 100;
const seconds = 25;
const goal = 20;

const agent = new Agent({ keepAlive: true, maxSockets: readers });

/** ms until all of the answer is there. */
const ask = async (url: string): Promise<number> => {
  const asked = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  request(url, { agent }, (answer) => {
    if (answer.statusCode !== 200) reject(new Error(`${url}: ${answer.statusCode}`));
    answer.resume().once("end", resolve).once("error", reject);
  })
    .once("error", reject)
    .end();
  await promise;
  return performance.now() - asked;
};

const share = (times: readonly number[], part: number): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * part)] ?? NaN;

/** Readers who ask everything in turn, each beginning elsewhere; times by what was asked. */
const readAll = async (urls: ReadonlyMap<string, string>): Promise<Map<string, number[]>> => {
  const names = [...urls.keys()];
  const times = new Map(names.map((name) => [name, [] as number[]]));
  const end = performance.now() + seconds * 1000;
  const read = async (reader: number): Promise<void> => {
    await pause((thought / readers) * reader);
    for (let n = reader * 3; performance.now() < end; n++) {
      const name = names[n % names.length] ?? "";
      times.get(name)?.push(await ask(urls.get(name) ?? ""));
      await pause(thought);
    }
  };
  await Promise.all(Array.from({ length: readers }, (_, n) => read(n)));
  return times;
};

const reading = async (server: Server, songs: number): Promise<Figure> => {
  const urls = new Map(
    [...(await queriesOf(server.crud, songs))].map(([name, path]) => [name, server.crud(path)]),
  );
  for (const url of urls.values()) await ask(url);
  const times = await readAll(urls);
  const all = [...times.values()].flat();
  const lines = [...times].map(
    ([name, one]) => `${name}: ${median(one).toFixed(1)}, ${share(one, 0.99).toFixed(1)}`,
  );
  return {
    name: `p99 of lists and searches, ${songs.toLocaleString("en")} songs, ${readers} readers`,
    value: share(all, 0.99),
    unit: "ms",
    goal: { most: goal },
    detail: `p50 ${median(all).toFixed(1)} ms of ${all.length} answers; p50 and p99 of each:\n    ${lines.join("\n    ")}`,
  };
};

const withoutIndex = `SELECT doc FROM songs
  WHERE deleted_at IS NULL AND (doc ->> '$.tags.title' LIKE '%soldagri%'
    OR doc ->> '$.tags.artist' LIKE '%soldagri%' OR doc ->> '$.tags.album' LIKE '%soldagri%')
  ORDER BY created_at DESC LIMIT 100`;

const beside = async (server: Server, songs: number): Promise<Figure> => {
  const db = new DatabaseSync(join(server.dataDir, "segue.db"), { readOnly: true });
  const scan = db.prepare(withoutIndex);
  const url = server.crud("songs?q=soldagri");
  const found = await inTurn(
    3,
    () => timed(() => ask(url)),
    () => timed(async () => scan.all()),
  );
  db.close();
  return {
    name: `A search for a rare word among ${songs.toLocaleString("en")} songs, against LIKE`,
    value: found.ratio,
    unit: "of the baseline",
    detail: `${(found.ours * 1000).toFixed(1)} ms over HTTP against ${(found.baseline * 1000).toFixed(1)} ms in SQLite`,
  };
};

const searching = async (songs: number): Promise<Figure[]> => {
  const folder = await mkdtemp(join(tmpdir(), "segue-bench-"));
  try {
    await fillWithSongs(folder, songs);
    const server = await startServer({ dataDir: folder });
    try {
      return [await reading(server, songs), await beside(server, songs)];
    } finally {
      await server.stop();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
};

export const searches = async (): Promise<Figure[]> => [
  ...(await searching(10_000)),
  ...(await searching(100_000)),
];

/** By itself, as it takes minutes to fill the library. */
export const searchesOfMillion = (): Promise<Figure[]> => searching(1_000_000);
