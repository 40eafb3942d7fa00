import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Worker } from "node:worker_threads";
import { MongoClient } from "mongodb";
import { afterEach, describe, expect, inject, test } from "vitest";
import { newId } from "../../functions/core/song/ids.ts";
import { SchemaTooNew, StoreAway } from "../../functions/core/store/errors.ts";
import { openMongoStore, prepareMongo } from "../../functions/core/store/mongo.ts";
import { openSqliteStore } from "../../functions/core/store/sqlite.ts";
import { database } from "../support/mongodb.ts";
import { startProxy } from "../support/proxy.ts";
import { aSong } from "../support/songs.ts";

const everything = { filter: {}, sort: "added", descending: false, limit: 9 } as const;

const cleanUp: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step();
});

const aFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "segue-away-"));
  cleanUp.push(() => rm(folder, { recursive: true }));
  return folder;
};

describe("SQLite", () => {
  test("while another process holds the file for long, a write is StoreAway, and later it works", async () => {
    const folder = await aFolder();
    const store = openSqliteStore(folder);
    cleanUp.push(() => store.close());
    const other = new DatabaseSync(join(folder, "segue.db"));
    other.exec("BEGIN IMMEDIATE");
    await expect(store.songs.insert(aSong())).rejects.toBeInstanceOf(StoreAway);
    other.exec("ROLLBACK");
    other.close();
    await store.songs.insert(aSong());
    expect(await store.songs.count({})).toBe(1);
  });

  test("a thread that writes and breaks off is followed by another", async () => {
    const threads: Worker[] = [];
    const note = (thread: Worker): void => void threads.push(thread);
    process.on("worker", note);
    cleanUp.push(() => void process.off("worker", note));
    const store = openSqliteStore(await aFolder());
    cleanUp.push(() => store.close());
    await store.songs.insert(aSong());
    const inHand = store.songs.insert(aSong()).catch((error: unknown) => error);
    await threads[0]?.terminate();
    // It may just have been done.
    expect([undefined, expect.any(StoreAway)]).toContainEqual(await inHand);
    await store.songs.insert(aSong());
    expect(threads).toHaveLength(2);
  });

  test("a library of a newer Segue is left alone", async () => {
    const folder = await aFolder();
    await openSqliteStore(folder).close();
    const newer = new DatabaseSync(join(folder, "segue.db"));
    newer.exec("PRAGMA user_version = 99");
    newer.close();
    expect(() => openSqliteStore(folder)).toThrow(SchemaTooNew);
  });

  test("what is deleted is given back to the disk", async () => {
    const folder = await aFolder();
    const store = openSqliteStore(folder);
    const [gone, kept] = [newId(), newId()];
    const bytes = new Uint8Array(1024 * 1024).fill(7);
    for (const id of [gone, kept])
      for (let n = 0; n < 12; n++) await store.chunks.insert(id, `parts/${n}`, bytes);
    expect(await store.chunks.delete(gone, "", 100)).toBe(12);
    expect((await store.chunks.get(kept, "parts/11"))?.bytes).toHaveLength(bytes.length);
    await store.close();
    const { size } = await stat(join(folder, "segue.db"));
    expect(size / bytes.length).toBeLessThan(14);
  });

  test("a closed store answers StoreAway", async () => {
    const store = openSqliteStore(await aFolder());
    await store.close();
    await expect(store.songs.insert(aSong())).rejects.toBeInstanceOf(StoreAway);
  });
});

const mongodbUri = inject("mongodbUri") ?? "";

describe("MongoDB", () => {
  test("where nobody listens, a call is StoreAway", async () => {
    const store = openMongoStore("mongodb://127.0.0.1:9");
    cleanUp.push(() => store.close());
    await expect(store.songs.get(newId())).rejects.toBeInstanceOf(StoreAway);
    await expect(store.now()).rejects.toBeInstanceOf(StoreAway);
    await expect(prepareMongo("mongodb://127.0.0.1:9")).rejects.toBeInstanceOf(StoreAway);
  });

  describe.skipIf(!mongodbUri)("on a server", () => {
    const name = `segue-away-${newId()}`;

    test("a server that stops to answer is StoreAway; when it answers again, so does the store", async () => {
      const { hostname, port } = new URL(mongodbUri);
      const proxy = await startProxy({ host: hostname, port: Number(port) });
      cleanUp.push(() => proxy.close());
      const uri = new URL(database(mongodbUri, name));
      uri.port = String(proxy.port);
      await prepareMongo(uri.href);
      const store = openMongoStore(uri.href);
      cleanUp.push(() => store.close());
      const song = aSong();
      await store.songs.insert(song);
      proxy.freeze();
      await Promise.all([
        expect(store.songs.get(song.id)).rejects.toBeInstanceOf(StoreAway),
        expect(store.chunks.list(song.id, "")).rejects.toBeInstanceOf(StoreAway),
        expect(store.songs.list(everything)).rejects.toBeInstanceOf(StoreAway),
      ]);
      proxy.thaw();
      proxy.cut();
      await expect
        .poll(() => store.songs.get(song.id).catch(() => undefined), { timeout: 20_000 })
        .toMatchObject({ id: song.id });
    });

    test("many who ask while every connection breaks at once are answered again", async () => {
      const { hostname, port } = new URL(mongodbUri);
      const proxy = await startProxy({ host: hostname, port: Number(port) });
      cleanUp.push(() => proxy.close());
      const uri = new URL(database(mongodbUri, name));
      uri.port = String(proxy.port);
      const store = openMongoStore(uri.href);
      cleanUp.push(() => store.close());
      let isOver = false;
      let answers = 0;
      const faults: unknown[] = [];
      const ask = async (): Promise<void> => {
        while (!isOver)
          await store.songs.get(newId()).then(
            () => answers++,
            (error: unknown) => faults.push(error),
          );
      };
      const asking = Array.from({ length: 8 }, ask);
      await expect.poll(() => answers).toBeGreaterThan(100);
      proxy.cut();
      const before = answers;
      await expect.poll(() => answers, { timeout: 25_000 }).toBeGreaterThan(before + 100);
      isOver = true;
      await Promise.all(asking);
      expect(faults.filter((fault) => !(fault instanceof StoreAway))).toEqual([]);
    });

    test("a library of a newer Segue is left alone", async () => {
      const uri = database(mongodbUri, `${name}-newer`);
      await prepareMongo(uri);
      const client = new MongoClient(uri);
      cleanUp.push(() => client.close());
      const meta = client.db().collection<{ _id: string; version: number }>("meta");
      await meta.updateOne({ _id: "schema" }, { $set: { version: 99 } });
      await expect(prepareMongo(uri)).rejects.toBeInstanceOf(SchemaTooNew);
    });
  });
});
