/** A worker that dies in the middle of a song, and another that goes on. */
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
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
