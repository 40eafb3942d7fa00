/** Libraries of older versions. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { MongoClient } from "mongodb";
import { describe, expect, inject, test } from "vitest";
import { newId } from "../../functions/core/song/ids.ts";
import { openMongoStore, prepareMongo } from "../../functions/core/store/mongo.ts";
import { openSqliteStore } from "../../functions/core/store/sqlite.ts";
import type { Store } from "../../functions/core/store/store.ts";
import { database } from "../support/mongodb.ts";
import { aSong, type NewSong } from "../support/songs.ts";

const songs: readonly NewSong[] = [
  aSong(
    { title: "Harbour Lights", artist: "Maren Vale", album: "Salt", genre: "Folk" },
    { state: "ready", size: 5 },
  ),
  aSong({ title: "Paper", artist: "maren vale", album: "Salt" }, { state: "ready", size: 7 }),
  // Two at the same time with ids that begin alike.
  aSong({ title: "Stone" }, { id: `0000${newId().slice(4)}` }),
  aSong({ title: "Stones" }, { id: `0000${newId().slice(4)}` }),
  aSong({ title: "Gone", artist: "Maren Vale", album: "Salt" }, { deletedAt: 9, size: 9 }),
];

const firstVersion = async (folder: string): Promise<void> => {
  const db = new DatabaseSync(join(folder, "segue.db"));
  db.exec(await readFile(join(import.meta.dirname, "schema-1.sql"), "utf8"));
  const insert = db.prepare("INSERT INTO songs (doc) VALUES (?)");
  const insertTerms = db.prepare("INSERT INTO song_terms (rowid, terms) VALUES (?, ?)");
  for (const song of songs) {
    const { lastInsertRowid } = insert.run(JSON.stringify({ ...song, changedAt: 3 }));
    insertTerms.run(lastInsertRowid, song.terms.join(" "));
  }
  db.close();
};

const expectWhole = async ({ songs: found }: Store): Promise<void> => {
  expect(await found.totals()).toMatchObject({ songs: 4, albums: 1, artists: 1, size: 12 });
  expect(await found.stored()).toBe(21);
  expect(await found.count({ genre: "folk", state: "ready" })).toBe(1);
  expect(await found.albums({ limit: 9 })).toMatchObject([{ title: "Salt", songs: 2 }]);
  expect(await found.artists({ terms: ["mar"], limit: 9 })).toMatchObject([
    { songs: 2, albums: 1 },
  ]);
  const search = { sort: "added", descending: true, limit: 9 } as const;
  const titles = async (term: string) =>
    (await found.list({ ...search, filter: { terms: [term] } })).map(({ tags }) => tags.title);
  expect(new Set(await titles("stone"))).toEqual(new Set(["Stone", "Stones"]));
  expect(await titles("gone")).toEqual([]);
};

describe("a library of the first version", () => {
  test("in SQLite is listed, found and counted as a new one is", async () => {
    const folder = await mkdtemp(join(tmpdir(), "segue-migration-"));
    await firstVersion(folder);
    const store = openSqliteStore(folder);
    await expectWhole(store);
    const [, paper] = songs;
    await store.songs.purge(paper?.id ?? "");
    expect(await store.songs.albums({ limit: 9 })).toMatchObject([{ songs: 1 }]);
    await store.close();
    await openSqliteStore(folder).close();
    await rm(folder, { recursive: true });
  });

  test.skipIf(!inject("mongodbUri"))("in MongoDB too", async () => {
    const uri = database(inject("mongodbUri") ?? "", `segue-migration-${newId()}`);
    const client = new MongoClient(uri);
    const db = client.db();
    for (const { id, ...song } of songs)
      await db
        .collection<{ _id: string }>("songs")
        .insertOne({ _id: id, ...song, changedAt: new Date(3) } as never);
    await db.collection<{ _id: string }>("meta").insertOne({ _id: "schema", version: 1 } as never);
    await client.close();
    await prepareMongo(uri);
    const store = openMongoStore(uri);
    await expectWhole(store);
    await store.close();
  });
});
