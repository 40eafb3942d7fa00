/** Uploads that stop in the middle, and those that come after them. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readConfig } from "../../functions/core/config.ts";
import { createBell } from "../../functions/core/ingest/bell.ts";
import { receiveFirst, receiveMore } from "../../functions/core/ingest/resume.ts";
import { appendPart } from "../../functions/core/ingest/uploads.ts";
import { startWorker, type Worker } from "../../functions/core/ingest/worker.ts";
import { newId } from "../../functions/core/song/ids.ts";
import type { Song } from "../../functions/core/song/song.ts";
import { openSqliteStore } from "../../functions/core/store/sqlite.ts";
import type { Store } from "../../functions/core/store/store.ts";
import { made } from "../support/sound.ts";

let folder: string;
let store: Store;
let worker: Worker;
const bell = createBell();
const log = { info: () => {}, warn: () => {}, error: () => {} };
/** It has two places for uploads that grow. */
const start = (patience: number): void => {
  worker = startWorker({ ...readConfig({}), store, bell, log, encodings: 1, patience });
};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "segue-stopped-"));
  store = openSqliteStore(folder);
  start(Infinity);
});
afterEach(async () => {
  await worker.stop();
  await store.close();
  await rm(folder, { recursive: true });
});

async function* body(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The first half of an upload that can go on later. */
const half = async (file: Buffer): Promise<string> => {
  const id = newId();
  const start = { id, givenTags: {}, expectedBytes: file.length, resumable: { metadata: "" } };
  await receiveFirst({ store, bell }, start, body(file.subarray(0, file.length / 2)));
  return id;
};

const soon = 60 * 60_000;
const isLeft = ({ lease, dueAt = 0 }: Song): boolean =>
  lease?.holder === "" && dueAt > Date.now() + soon;

const songOf = async (id: string): Promise<Song> => (await store.songs.get(id)) as Song;

/** Two that play as far as they have come, and have been left by a worker without patience. */
const stopped = async (file: Buffer): Promise<readonly [string, string]> => {
  const ids = [await half(file), await half(file)] as const;
  const all = (is: (song: Song) => boolean) => async () =>
    (await Promise.all(ids.map(songOf))).every(is);
  await expect.poll(all(({ playable }) => playable)).toBe(true);
  await worker.stop();
  start(1);
  await expect.poll(all(isLeft)).toBe(true);
  return ids;
};

test("an upload that stops gives its place to others, and goes on with what it has when the rest comes", async () => {
  const file = await made("-f lavfi -i anoisesrc=d=20:r=44100:seed=3 -ac 2", "wav");
  const [id] = await stopped(file);
  const third = await half(file);
  await expect.poll(async () => isLeft(await songOf(third))).toBe(true);

  const song = await songOf(id);
  expect(song).toMatchObject({ state: "uploading", playable: true, lease: { attempt: 1 } });
  const segments = async () =>
    (await store.chunks.list(id, `${song.encoding?.id}/a64/`)).filter(({ name }) =>
      name.endsWith(".m4s"),
    );
  const before = await segments();
  const rest = file.subarray(song.original.bytes);
  await receiveMore({ store, bell }, song, song.original.bytes, body(rest));
  await expect.poll(async () => (await songOf(id)).state).toBe("ready");
  expect((await songOf(id)).encoding?.id).toBe(song.encoding?.id);
  expect(await segments()).toEqual(expect.arrayContaining(before));
});

test("an upload that goes on in the moment it is left is not left with that", async () => {
  const file = await made("-f lavfi -i anoisesrc=d=20:r=44100:seed=4 -ac 2", "wav");
  const [id] = await stopped(file);
  const song = await songOf(id);
  await worker.stop();
  // By a request that found it in work when it began, and so woke nobody.
  const { bytes } = song.original;
  await appendPart({ store, bell }, song, bytes, file.subarray(bytes, bytes + 100_000));
  expect(isLeft(await songOf(id))).toBe(false);
});
