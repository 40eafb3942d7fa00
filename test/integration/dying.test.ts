/** A process that is killed between any two steps of a flow: what others then make of what it left. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../../functions/core/config.ts";
import { createBell } from "../../functions/core/ingest/bell.ts";
import { discardUpload } from "../../functions/core/ingest/discard.ts";
import { failSong } from "../../functions/core/ingest/fail.ts";
import { sweep, sweepOrphans } from "../../functions/core/ingest/janitor.ts";
import { receiveSong } from "../../functions/core/ingest/receive.ts";
import { startWorker } from "../../functions/core/ingest/worker.ts";
import { interruptUpload } from "../../functions/core/ingest/uploads.ts";
import { Problem } from "../../functions/core/problem.ts";
import { newId } from "../../functions/core/song/ids.ts";
import { type Encoding, isUnfinished, type Song } from "../../functions/core/song/song.ts";
import { openSqliteStore } from "../../functions/core/store/sqlite.ts";
import type { Store } from "../../functions/core/store/store.ts";
import { deleteSong, encodeAgain, restoreSong } from "../../functions/crud/library.ts";
import { Died, dyingStore } from "../support/dying.ts";
import { aSong } from "../support/songs.ts";
import { made } from "../support/sound.ts";

const minute = 60_000;
const hour = 60 * minute;
const bell = createBell();
const { limits, keep } = readConfig({});
const log = { info: () => {}, warn: () => {}, error: () => {} };

let folder: string;
let store: Store;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "segue-dying-"));
  store = openSqliteStore(folder);
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const encodingOf = (done: boolean): Encoding => ({
  id: newId(),
  recipe: 1,
  sampleRate: 44_100,
  durations: [90_112],
  renditions: [{ name: "a64", codecs: "mp4a.40.2", bandwidth: 64_000, averageBandwidth: 64_000 }],
  done,
});

const holder = "worker";
const held = () => ({
  lease: { holder, expiresAt: Date.now() + hour, attempt: 1 },
  dueAt: Date.now() + hour,
});

/** A song in the store, with the chunks that belong to it. */
const stored = async (fields: Partial<Song>): Promise<Song> => {
  const song = { ...aSong({ title: "Mortal" }, { playable: true, ...fields }), changedAt: 0 };
  await store.songs.insert(song);
  const bytes = Buffer.from("bytes");
  await store.chunks.insert(song.id, "parts/0000000000000000", bytes);
  if (song.playable && song.deletedAt === undefined)
    await store.chunks.replace(song.id, "main.m3u8", bytes, 1);
  const encodings = [song.encoding?.id, song.nextEncoding?.id, ...(song.superseded ?? [])];
  for (const id of encodings.filter((one) => one !== undefined))
    await store.chunks.insert(song.id, `${id}/a64/0.m4s`, bytes);
  return song;
};

const processing = () =>
  stored({
    state: "processing",
    original: { bytes: 5, complete: true },
    encoding: encodingOf(false),
    ...held(),
  });
const growing = () =>
  stored({
    state: "uploading",
    original: { bytes: 5, complete: false },
    encoding: encodingOf(false),
    expiresAt: Date.now() + minute,
    ...held(),
  });
const ready = (fields: Partial<Song> = {}) =>
  stored({
    state: "ready",
    original: { bytes: 5, complete: true },
    encoding: encodingOf(true),
    ...fields,
  });
const encodedAgain = () => ready({ nextEncoding: encodingOf(false), ...held() });
const tombstone = (fields: Partial<Song> = {}) => {
  const deletedAt = Date.now() - hour;
  return ready({
    deletedAt,
    expiresAt: deletedAt + 24 * hour,
    purgeAt: deletedAt + 24 * hour,
    ...fields,
  });
};

const sweepAt = async (now: number): Promise<void> => {
  await sweep({ store, bell, log }, now);
};

/** What a song's chunks are, by the encoding they belong to. */
const chunksOf = async (id: string): Promise<string[]> => {
  const names = (await store.chunks.list(id, "")).map(({ name }) => name.split("/")[0] ?? "");
  return [...new Set(names)].toSorted();
};

/** The document says all that there is, and nothing that is not; nobody works where nothing is to be done. */
const expectAgreement = async (id: string): Promise<Song | undefined> => {
  const song = await store.songs.get(id);
  const chunks = await chunksOf(id);
  if (!song) {
    expect(chunks).toEqual([]);
    return undefined;
  }
  const known = [song.encoding?.id, song.nextEncoding?.id, ...(song.superseded ?? [])];
  expect(["main.m3u8", "parts", ...known]).toEqual(expect.arrayContaining(chunks));
  expect(chunks.includes("main.m3u8")).toBe(song.playable && song.deletedAt === undefined);
  if (song.state === "failed") expect(song.playable).toBe(false);
  if (!isUnfinished(song)) expect(song).not.toHaveProperty("dueAt");
  return song;
};

type Flow = {
  readonly name: string;
  readonly before: () => Promise<Song>;
  readonly run: (store: Store, song: Song) => Promise<unknown>;
};

const rethrowUnlessDied = (error: unknown): void => {
  if (!(error instanceof Died)) throw error;
};

const fault = new Problem("truncated");
const flows: readonly Flow[] = [
  { name: "delete", before: ready, run: (dying, { id }) => deleteSong({ store: dying, bell }, id) },
  {
    name: "delete of one in work",
    before: processing,
    run: (dying, { id }) => deleteSong({ store: dying, bell }, id),
  },
  {
    name: "restore",
    before: tombstone,
    run: (dying, { id }) => restoreSong({ store: dying, bell }, id),
  },
  {
    name: "restore of half an upload",
    before: () =>
      tombstone({ state: "failed", playable: false, original: { bytes: 5, complete: false } }),
    run: (dying, { id }) => restoreSong({ store: dying, bell }, id),
  },
  { name: "fail", before: processing, run: (dying, song) => failSong(dying, song, holder, fault) },
  {
    name: "fail while it grows",
    before: growing,
    run: (dying, song) => failSong(dying, song, holder, fault),
  },
  {
    name: "fail again",
    before: encodedAgain,
    run: (dying, song) => failSong(dying, song, holder, fault),
  },
  {
    name: "interruption",
    before: growing,
    run: (dying, { id }) => interruptUpload({ store: dying, bell }, id),
  },
  {
    name: "interruption of a deleted one",
    before: () =>
      tombstone({
        state: "uploading",
        original: { bytes: 5, complete: false },
        encoding: encodingOf(false),
        nextEncoding: undefined as never,
      }),
    run: (dying, { id }) => interruptUpload({ store: dying, bell }, id),
  },
  {
    name: "discarding of an upload",
    before: growing,
    run: (dying, { id }) => discardUpload({ store: dying, bell }, id),
  },
  {
    name: "sweep of what is superseded",
    before: () => ready({ superseded: [newId(), newId()], expiresAt: 5 }),
    run: (dying) => sweep({ store: dying, bell, log }, Date.now()),
  },
  {
    name: "purge",
    before: () => tombstone({ expiresAt: 5, purgeAt: 5 }),
    run: (dying) => sweep({ store: dying, bell, log }, Date.now()),
  },
];

const mostSteps = 40;

describe.each(flows)("killed in a $name", ({ before, run }) => {
  test("at any step, a song is whole again two minutes later, and a day later nothing is left behind", async () => {
    for (let steps = 0; steps < mostSteps; steps++) {
      const song = await before();
      const dying = dyingStore(store, steps);
      await run(dying, song).catch(rethrowUnlessDied);
      await sweepAt(Date.now() + 2 * minute);
      const now = await expectAgreement(song.id);
      const isToGo =
        now?.deletedAt !== undefined || (now?.state === "failed" && !now.original.complete);
      await sweepAt(Date.now() + 2 * hour);
      await sweepAt(Date.now() + 25 * hour);
      const later = await expectAgreement(song.id);
      expect(later?.superseded).toBeUndefined();
      expect(later === undefined).toBe(isToGo || song.purgeAt === 5);
      await store.songs.purge(song.id);
      if (!dying.isDead()) return;
    }
    throw new Error("The flow does not end.");
  });
});

test("a playlist that a stale worker writes for a deleted song is gone a minute later", async () => {
  const { id } = await ready();
  await deleteSong({ store, bell }, id);
  await store.chunks.replace(id, "main.m3u8", Buffer.from("stale"), 1);
  await sweepAt(Date.now() + 2 * minute);
  await expectAgreement(id);
});

test("an upload that broke off has given its room back when its sender is told", async () => {
  const { id } = await growing();
  await interruptUpload({ store, bell }, id);
  expect(await store.chunks.list(id, "")).toEqual([]);
});

test("chunks that a worker stores for a song that is gone for ever go, and others stay", async () => {
  const { id } = await ready();
  const gone = newId();
  await store.chunks.insert(gone, "e/a64/7.m4s", Buffer.from("late"));
  for (let seen = ""; ;) {
    seen = await sweepOrphans({ store, bell, log }, seen);
    if (seen === "") break;
  }
  expect(await chunksOf(gone)).toEqual([]);
  await expectAgreement(id);
});

test("a song whose upload broke off does not come to play by a worker that has not noticed", async () => {
  const { id } = await growing();
  await interruptUpload({ store, bell }, id);
  await store.songs.update(id, { set: { dueAt: 0 } });
  const worker = startWorker({ store, bell, log, encodings: 1, longest: 60, limits, keep });
  await expect.poll(async () => (await store.songs.get(id))?.dueAt).toBeUndefined();
  await worker.stop();
  expect(await expectAgreement(id)).toMatchObject({ state: "failed", playable: false });
});

describe("killed while a song is uploaded and prepared", () => {
  const options = { bell, log, encodings: 1, longest: 60, limits, keep };

  /** Uploads and prepares a song until it is done or the process is dead; gives its id. */
  const live = async (dying: ReturnType<typeof dyingStore>, body: Buffer): Promise<string> => {
    const id = newId();
    const worker = startWorker({ ...options, store: dying });
    const pieces = Readable.from([body.subarray(0, 70_000), body.subarray(70_000)]);
    const upload = receiveSong({ store: dying, bell }, pieces, { id, givenTags: {} });
    await upload.catch(rethrowUnlessDied);
    await expect
      .poll(async () => dying.isDead() || (await store.songs.get(id))?.state === "ready", {
        timeout: 20_000,
      })
      .toBe(true);
    await worker.stop();
    return id;
  };

  /** What others do when the lease has run out. */
  const takeOver = async (id: string): Promise<void> => {
    const song = await store.songs.get(id);
    if (!song || !isUnfinished(song) || !song.original.complete) return;
    await store.songs.update(id, { set: { dueAt: 0 } });
    const worker = startWorker({ ...options, store });
    await expect
      .poll(async () => (await store.songs.get(id))?.state, { timeout: 20_000 })
      .toBe("ready");
    await worker.stop();
  };

  test("at any step, the song is whole in the end, or gone", async () => {
    const body = await made("-f lavfi -i sine=440:d=3:r=44100", "wav");
    const most = 1_000;
    const counted = dyingStore(store, most);
    await live(counted, body);
    const all = most - counted.left();
    const shares = [0.05, 0.15, 0.4, 0.7].map((share) => Math.round(all * share));
    for (const steps of [...shares, ...[8, 5, 3, 2, 1].map((n) => all - n)]) {
      const id = await live(dyingStore(store, steps), body);
      await takeOver(id);
      await sweepAt(Date.now() + 2 * minute);
      const song = await expectAgreement(id);
      const ends = [undefined, "ready true", "failed false"];
      expect(ends).toContain(song && `${song.state} ${song.original.complete}`);
    }
  });

  test("encoded again and killed at any step, it plays the one or the other", async () => {
    const body = await made("-f lavfi -i sine=440:d=3:r=44100", "wav");
    const id = await live(dyingStore(store, 10_000), body);
    for (const steps of [1, 5, 20, 40]) {
      await encodeAgain({ store, bell }, id);
      const dying = dyingStore(store, steps);
      const worker = startWorker({ ...options, store: dying });
      const isDone = async () => !isUnfinished((await store.songs.get(id)) as Song);
      await expect
        .poll(async () => dying.isDead() || (await isDone()), { timeout: 20_000 })
        .toBe(true);
      await worker.stop();
      expect(await expectAgreement(id)).toMatchObject({ state: "ready", playable: true });
      await store.songs.update(id, { set: { dueAt: 0 } });
      const other = startWorker({ ...options, store });
      await expect.poll(isDone, { timeout: 20_000 }).toBe(true);
      await other.stop();
    }
    await sweepAt(Date.now() + 2 * hour);
    expect(await chunksOf(id)).toHaveLength(3);
  });
});
