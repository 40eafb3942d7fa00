/** Songs that were taken again and again, and by whose fault. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readConfig } from "../../functions/core/config.ts";
import { createBell } from "../../functions/core/ingest/bell.ts";
import { partName } from "../../functions/core/ingest/parts.ts";
import { startWorker, type Worker } from "../../functions/core/ingest/worker.ts";
import type { Original, Song } from "../../functions/core/song/song.ts";
import { StoreFull } from "../../functions/core/store/errors.ts";
import { openSqliteStore } from "../../functions/core/store/sqlite.ts";
import type { Store } from "../../functions/core/store/store.ts";
import { aSong } from "../support/songs.ts";
import { made } from "../support/sound.ts";

let folder: string;
let store: Store;
let worker: Worker;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "segue-attempts-"));
  store = openSqliteStore(folder);
});
afterEach(async () => {
  await worker.stop();
  await store.close();
  await rm(folder, { recursive: true });
});

const log = { info: () => {}, warn: () => {}, error: () => {} };
const start = (changed: Partial<Store> = {}): void => {
  const config = readConfig({});
  worker = startWorker({ ...config, store: { ...store, ...changed }, bell: createBell(), log });
};

/** Whose workers have died so often. */
const orphan = async (attempt: number, file: Buffer, original: Partial<Original> = {}) => {
  const { length: bytes } = file;
  const state = original.complete === false ? "uploading" : "processing";
  const lease = { holder: "dead", expiresAt: 0, attempt };
  const fields = { dueAt: 0, lease, state, original: { bytes, complete: true, ...original } };
  const song = aSong({}, fields as Partial<Song>);
  await store.songs.insert(song);
  await store.chunks.insert(song.id, partName(0), file);
  return song.id;
};

const sound = () => made("-f lavfi -i sine=440:d=2:r=44100", "flac");

test("a song that has outlived twenty workers is not given to another", async () => {
  const file = await sound();
  const [killer, innocent] = [await orphan(20, file), await orphan(19, file)];
  start();
  const found = (id: string) => store.songs.get(id);
  await expect.poll(async () => (await found(innocent))?.state).toBe("ready");
  await expect.poll(async () => (await found(killer))?.state).toBe("failed");
  const reason = { type: "urn:segue:problem:preparation-failed" };
  expect(await found(killer)).toMatchObject({ reason });
});

test("who waits for the end of a file has not failed", async () => {
  const m4a = await made("-f lavfi -i anoisesrc=d=20:r=44100 -ac 2 -c:a aac -b:a 192k", "m4a");
  const id = await orphan(19, m4a.subarray(0, -50_000), { complete: false });
  start();
  const lease = async () => (await store.songs.get(id))?.lease;
  await expect.poll(lease).toEqual({ holder: "", expiresAt: 0, attempt: 1 });
});

test("who waits for room has not failed", async () => {
  const id = await orphan(19, await sound());
  const insert = async (): Promise<boolean> => Promise.reject(new StoreFull("No room."));
  start({ chunks: { ...store.chunks, insert } });
  const lease = async () => (await store.songs.get(id))?.lease;
  await expect.poll(lease).toEqual({ holder: "", expiresAt: 0, attempt: 1 });
});
