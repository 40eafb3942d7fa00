/** The janitor where one thing or another does not go its way. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createBell } from "../../functions/core/ingest/bell.ts";
import { startJanitor } from "../../functions/core/ingest/janitor.ts";
import { openSqliteStore } from "../../functions/core/store/sqlite.ts";
import type { Store } from "../../functions/core/store/store.ts";
import { aSong } from "../support/songs.ts";

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "segue-janitor-"));
  store = openSqliteStore(folder);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const due = async (expiresAt: number): Promise<string> => {
  const song = aSong({}, { deletedAt: 1, purgeAt: 1, expiresAt });
  await store.songs.insert(song);
  return song.id;
};

const told: object[] = [];
const log = { info: () => {}, warn: () => {}, error: (fields: object) => void told.push(fields) };
const started = (changed: Partial<Store>) =>
  startJanitor({ store: { ...store, ...changed }, bell: createBell(), log });

test("a song that cannot be cleared away is told of, and holds up no other", async () => {
  const [stuck, next] = [await due(1), await due(2)];
  const fault = new Error("This chunk cannot be deleted.");
  const remove: Store["chunks"]["delete"] = (id, ...rest) =>
    id === stuck ? Promise.reject(fault) : store.chunks.delete(id, ...rest);
  const janitor = started({ chunks: { ...store.chunks, delete: remove } });
  await expect.poll(() => store.songs.get(next)).toBeUndefined();
  await janitor.stop();
  expect(await store.songs.get(stuck)).toBeDefined();
  expect(told).toContainEqual({ songId: stuck, state: "processing", err: fault });
});

test("told to stop, it begins no other song", async () => {
  const ids = [await due(1), await due(2), await due(3)];
  const stopped = Promise.withResolvers<void>();
  const purge: Store["songs"]["purge"] = async (id) => {
    await store.songs.purge(id);
    stopped.resolve(janitor.stop());
  };
  const janitor = started({ songs: { ...store.songs, purge } });
  await stopped.promise;
  const left = await Promise.all(ids.map((id) => store.songs.get(id)));
  expect(left.map((song) => song !== undefined)).toEqual([false, true, true]);
});

test("told to stop, it does not wait for the disk to get its room back", async () => {
  await due(1);
  const giving = Promise.withResolvers<void>();
  const never = (): Promise<void> => (giving.resolve(), new Promise(() => {}));
  const janitor = started({ giveBack: never });
  await giving.promise;
  await janitor.stop();
});
