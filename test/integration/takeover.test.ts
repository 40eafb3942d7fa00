/** A worker that dies in the middle of a song, and another that goes on. */
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSqliteStore } from "../../functions/core/store/sqlite.ts";
import { manifestAt, parseManifest } from "../support/hls.ts";
import { getSong, isDone, type Server, startServer, until, upload } from "../support/server.ts";
import { made } from "../support/sound.ts";

let dataDir: string;
const servers: Server[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "segue-takeover-"));
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await rm(dataDir, { recursive: true });
});

const start = async (): Promise<Server> => {
  const server = await startServer({ dataDir });
  servers.push(server);
  return server;
};

const hashAt = async (url: string): Promise<string> => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return createHash("sha256")
    .update(Buffer.from(await response.arrayBuffer()))
    .digest("hex");
};

test("who is told to end gives its song back at once, for another to take", async () => {
  const wav = await made("-f lavfi -i anoisesrc=d=150:r=44100:seed=4 -ac 2", "wav");
  const server = await start();
  const { id } = await upload(server, wav);
  await until(server, id, ({ playable }) => playable);
  servers.splice(servers.indexOf(server), 1);
  await server.stop();
  const store = openSqliteStore(dataDir);
  const song = await store.songs.get(id);
  expect(song).toMatchObject({ state: "processing", lease: { holder: "", expiresAt: 0 } });
  expect(song?.dueAt).toBeLessThanOrEqual(Date.now());
  await store.songs.update(id, { set: { deletedAt: 1 } });
  await store.close();
});

test("a worker that wakes up after its song was taken from it changes nothing", async () => {
  const wav = await made("-f lavfi -i anoisesrc=d=60:r=44100:seed=5 -ac 2", "wav");
  const sleeper = await start();
  const { id } = await upload(sleeper, wav);
  await until(sleeper, id, ({ playable }) => playable);
  process.kill(sleeper.pid, "SIGSTOP");
  const other = await start();
  const done = await until(other, id, isDone);
  expect(done).toMatchObject({ state: "ready", duration: 60 });
  process.kill(sleeper.pid, "SIGCONT");
  const left = () =>
    sleeper.log.some(({ songId, msg }) => songId === id && /left to/.test(String(msg)));
  await expect.poll(left).toBe(true);
  expect(await getSong(other, id)).toEqual(done);
});

test("no stored segment changes, no playlist gets shorter, and the song becomes ready", async () => {
  const wav = await made("-f lavfi -i anoisesrc=d=150:r=44100:seed=1 -ac 2", "wav");
  const first = await start();
  const { id } = await upload(first, wav);
  await until(first, id, ({ start: begun }) => (begun?.durations.length ?? 0) >= 3);
  const second = await start();
  const before = await getSong(second, id);
  expect(before.state).toBe("processing");
  await first.kill();
  servers.splice(servers.indexOf(first), 1);

  const { playlists = [] } = await manifestAt(second.stream(before, "main.m3u8"));
  const urls = playlists.map(({ uri }) => second.stream(before, uri));
  const hashes = new Map<string, string>();
  for (const url of urls)
    for (const { uri } of (await manifestAt(url)).segments) {
      const address = new URL(uri, url).href;
      hashes.set(address, await hashAt(address));
    }
  expect(hashes.size).toBeGreaterThanOrEqual(3);

  // Whoever listens reads the playlist again and again, all the while.
  const lengths = new Map<string, number>();
  let watching = true;
  const watch = async (): Promise<void> => {
    while (watching)
      for (const url of urls) {
        const { length } = parseManifest(await (await fetch(url)).text()).segments;
        expect(length).toBeGreaterThanOrEqual(lengths.get(url) ?? 0);
        lengths.set(url, length);
      }
  };
  const watcher = watch();
  const done = await until(second, id, isDone);
  watching = false;
  await watcher;

  expect(done).toMatchObject({ state: "ready", playable: true, duration: 150 });
  for (const [address, hash] of hashes) expect(await hashAt(address)).toBe(hash);
  expect(done.renditions).toEqual(before.renditions);
});
