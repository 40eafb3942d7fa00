import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBell } from "../../functions/core/ingest/bell.ts";
import { sweep, sweepOrphans } from "../../functions/core/ingest/janitor.ts";
import { newId } from "../../functions/core/song/ids.ts";
import type { Song, SongId } from "../../functions/core/song/song.ts";
import type { Store } from "../../functions/core/store/store.ts";
import { aSong } from "../support/songs.ts";
import type { Make, StoreUnderTest } from "./under-test.ts";

const log = { info: () => {}, warn: () => {}, error: () => {} };
const now = Date.now();
const past = now - 1_000;
const future = now + 3_600_000;
const bytes = new Uint8Array(100);
const each = Array.from({ length: 6 }, (_, n) => n);

const ready: Partial<Song> = { state: "ready", original: { bytes: 100, complete: true } };
const half: Partial<Song> = {
  state: "uploading",
  original: { bytes: 100, expectedBytes: 500, complete: false, resumable: { metadata: "" } },
};

/** Of each kind: what the song is, and which of its two chunks stay: of its file, and of an encoding. */
const kinds: Readonly<Record<string, readonly [Partial<Song>, readonly string[]]>> = {
  kept: [ready, ["new/0.m4s", "parts/0"]],
  deletedLongAgo: [{ ...ready, deletedAt: 1, purgeAt: past, expiresAt: past }, []],
  deletedNow: [
    { ...ready, deletedAt: past, purgeAt: future, expiresAt: past },
    ["new/0.m4s", "parts/0"],
  ],
  givenUp: [{ ...half, expiresAt: past }, []],
  goingOn: [{ ...half, expiresAt: future }, ["new/0.m4s", "parts/0"]],
  superseded: [{ ...ready, superseded: ["new"], expiresAt: past }, ["parts/0"]],
};

/** Until nothing is left to do, as three processes do it. */
const clean = async (store: Store): Promise<void> => {
  const doors = { store, bell: createBell(), log };
  for (let left = 1; left > 0;) left = await sweep(doors, now);
  for (let seen = "x"; seen !== "";) seen = await sweepOrphans(doors, seen === "x" ? "" : seen);
};

export const janitorsContract = (make: Make): void => {
  describe("three janitors at once", () => {
    let underTest: StoreUnderTest;
    let stores: readonly Store[];
    let store: Store;
    beforeAll(async () => {
      underTest = await make();
      stores = await Promise.all([underTest.open(), underTest.open(), underTest.open()]);
      store = stores[0] as Store;
    });
    afterAll(async () => {
      await Promise.all(stores.map((one) => one.close()));
      await underTest.remove();
    });

    const fill = async (fields: Partial<Song>): Promise<SongId> => {
      const song = aSong({}, fields);
      await store.songs.insert(song);
      for (const name of ["parts/0", "new/0.m4s"]) await store.chunks.insert(song.id, name, bytes);
      return song.id;
    };

    const names = async (id: SongId): Promise<string[]> =>
      (await store.chunks.list(id, "")).map(({ name }) => name).toSorted();

    test("purge what is due, and nothing else", async () => {
      const filled = Object.entries(kinds).flatMap(([kind, [fields, stay]]) =>
        each.map(async () => ({ kind, stay, id: await fill(fields) })),
      );
      const songs = await Promise.all(filled);
      const orphans = each.map(newId);
      for (const id of orphans) await store.chunks.insert(id, "parts/0", bytes);
      await Promise.all(stores.map(clean));

      const left = await Promise.all(songs.map(({ id }) => names(id)));
      expect(songs.map(({ kind }, n) => [kind, left[n]])).toEqual(
        songs.map(({ kind, stay }) => [kind, stay]),
      );
      for (const { id, kind } of songs)
        expect([kind, (await store.songs.get(id)) !== undefined]).toEqual([
          kind,
          kind !== "deletedLongAgo",
        ]);
      for (const id of orphans) expect(await names(id)).toEqual([]);
    });

    test("leave an upload alone that goes on at that moment, or end it: never half of it", async () => {
      const ids = await Promise.all(each.map(() => fill({ ...half, expiresAt: past })));
      const goOn = (id: SongId) => {
        const change = { original: { bytes: 200 }, set: { expiresAt: future } };
        return store.songs.update(id, change, { bytes: 100, deleted: false });
      };
      const [wentOn] = await Promise.all([
        Promise.all(ids.map(goOn)),
        Promise.all(stores.map(clean)),
      ]);
      for (const [n, id] of ids.entries()) {
        const song = await store.songs.get(id);
        const isAlive = wentOn[n] !== undefined;
        expect(song?.deletedAt === undefined).toBe(isAlive);
        expect(await names(id)).toEqual(isAlive ? ["new/0.m4s", "parts/0"] : []);
      }
    });
  });
};
