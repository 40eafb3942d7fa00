/** What the library may take up, and what it gives back. */
import { randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, describe, expect, test } from "vitest";
import { type Song, Stats } from "../../api-client/contract.ts";
import { createBell } from "../../functions/core/ingest/bell.ts";
import { sweep } from "../../functions/core/ingest/janitor.ts";
import { openSqliteStore } from "../../functions/core/store/sqlite.ts";
import { expectProblem } from "../support/problems.ts";
import { getSong, ingest, post, type Server, startServer, upload } from "../support/server.ts";
import { aSong } from "../support/songs.ts";
import { made } from "../support/sound.ts";

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step();
});

const started = async (env: Record<string, string>): Promise<Server> => {
  const server = await startServer({ env });
  cleanUp.push(() => server.stop());
  return server;
};

const songsOf = async (server: Server) =>
  (await (await fetch(server.crud("songs"))).json()) as Song[];

const create = (server: Server, length: number) =>
  fetch(server.crud("uploads"), {
    method: "POST",
    headers: { "Tus-Resumable": "1.0.0", "Upload-Length": String(length) },
  });

const tone = () => made("-f lavfi -i sine=440:d=6:r=44100", "wav");

describe("a quota", () => {
  test("refuses with 507 what would go beyond it, however it comes, and nothing is kept", async () => {
    const server = await started({ SEGUE_QUOTA_GB: "0.001" });
    const file = await tone();
    const { id } = await upload(server, file);
    await expectProblem(await post(server, new Uint8Array(file)), 507, "quota-reached");
    await expectProblem(await create(server, 600_000), 507, "quota-reached");
    expect((await songsOf(server)).map((song) => song.id)).toEqual([id]);
    const stats = Stats.parse(await (await fetch(server.crud("stats"))).json());
    expect(stats).toMatchObject({ quota: 1_000_000, free: expect.any(Number) });
    expect(stats.size).toBeGreaterThanOrEqual(file.length);
  });

  test("counts what uploads have announced and not brought yet", async () => {
    const server = await started({ SEGUE_QUOTA_GB: "0.001" });
    expect((await create(server, 600_000)).status).toBe(201);
    await expectProblem(await create(server, 600_000), 507, "quota-reached");
    expect((await create(server, 300_000)).status).toBe(201);
  });

  test("stops a stream that does not say how long it is", async () => {
    const server = await started({ SEGUE_QUOTA_GB: "0.01" });
    const file = await tone();
    const piece = new Uint8Array(1024 * 1024);
    function* endless() {
      yield file;
      for (;;) yield piece;
    }
    const response = await post(server, Readable.from(endless()));
    await expectProblem(response, 507, "quota-reached");
    expect((await songsOf(server)).map(({ state }) => state)).toEqual(["failed"]);
  });
});

test("a disk with little left refuses uploads with 507, and what is there plays on", async () => {
  const folder = await mkdtemp(join(tmpdir(), "segue-space-"));
  cleanUp.push(() => rm(folder, { recursive: true }));
  const file = await tone();
  const before = await startServer({ dataDir: folder });
  const song = await ingest(before, file);
  await before.stop();
  const server = await startServer({ dataDir: folder, env: { SEGUE_MIN_FREE_GB: "1000000" } });
  cleanUp.push(() => server.stop());
  await expectProblem(await post(server, new Uint8Array(file)), 507, "store-full");
  await expectProblem(await create(server, 600_000), 507, "store-full");
  expect((await fetch(server.stream(song, "main.m3u8"))).status).toBe(200);
  expect(await getSong(server, song.id)).toMatchObject({ state: "ready" });
});

test("without originals and FLAC, a song takes up what its AAC does, and plays", async () => {
  const server = await started({ SEGUE_KEEP_ORIGINALS: "no", SEGUE_FLAC: "no" });
  const file = await made("-f lavfi -i anoisesrc=d=6:r=44100:seed=2 -ac 2", "wav");
  const { id, renditions } = await ingest(server, file);
  expect(renditions).toEqual(["a64", "a128", "a256"]);
  await expectProblem(await fetch(server.crud(`songs/${id}/original`)), 410, "original-gone");
  const again = await fetch(server.crud(`songs/${id}/encode`), { method: "POST" });
  await expectProblem(again, 410, "original-gone");
  await expect.poll(async () => (await getSong(server, id)).size).toBeLessThan(file.length / 2);
  expect((await fetch(server.stream({ id }, "main.m3u8"))).status).toBe(200);
  expect(await getSong(server, id)).toMatchObject({ state: "ready", playable: true });
});

test("the disk gets back what was purged", async () => {
  const folder = await mkdtemp(join(tmpdir(), "segue-space-"));
  cleanUp.push(() => rm(folder, { recursive: true }));
  const store = openSqliteStore(folder);
  cleanUp.push(() => store.close());
  const bytes = (): number =>
    ["", "-wal"].reduce((sum, end) => sum + statSync(join(folder, `segue.db${end}`)).size, 0);
  const kept = aSong({}, {});
  const purged = aSong({}, { deletedAt: 5, expiresAt: 5, purgeAt: 5 });
  for (const { id } of [kept, purged])
    for (let n = 0; n < 100; n++) await store.chunks.insert(id, `e/${n}`, randomBytes(100_000));
  await store.songs.insert(kept);
  await store.songs.insert(purged);
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  await sweep({ store, bell: createBell(), log }, Date.now());
  await store.giveBack();
  expect(bytes()).toBeLessThan(12_000_000);
  expect(await store.chunks.list(kept.id, "")).toHaveLength(100);
});
