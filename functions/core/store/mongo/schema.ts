/** Schema version, migrations and indexes. Safe for any number of processes that start at once. */
import type { Db, IndexDescription } from "mongodb";
import { pendingSteps, versionAfter } from "../schema.ts";
import type { MetaDocument } from "./collections.ts";

/** Each may be run again after a crash in its middle, and by two processes at once. */
const migrations: readonly ((db: Db) => Promise<void>)[] = [];

const listIndex = (field: string): IndexDescription => ({
  name: `list by ${field}`,
  key: { deletedAt: 1, [field]: 1, _id: 1 },
});

const filterIndex = (field: string, sort = "createdAt"): IndexDescription => ({
  name: `filter by ${field}${sort === "createdAt" ? "" : `, ${sort}`}`,
  key: { [field]: 1, [sort]: 1, _id: 1 },
});

/** Of what very many songs share, every order has an index; a single artist's songs are soon sorted. */
const filterIndexes = (field: string): IndexDescription[] =>
  ["createdAt", "keys.title", "keys.artist", "keys.album"].map((sort) => filterIndex(field, sort));

const sparseIndex = (field: string): IndexDescription => ({
  name: field,
  key: { [field]: 1 },
  sparse: true,
});

/**
 * Which index serves which query, of `songs` and `groups`:
 *
 * | asked for | index |
 * |---|---|
 * | all, or what a key begins with, in its order; artists and albums by name | `list by <sort>` |
 * | genre or state, in any order | `filter by <filter>, <sort>` |
 * | genre and state, counted | `genre and state` |
 * | artist, album, albums of an artist | `filter by <filter>`, `album` |
 * | words | `terms`, sorted where they are few; else the order's, until a page is full |
 * | fingerprint, SHA-256, work that is due, what expires | the index of that name |
 */
export const songIndexes: readonly IndexDescription[] = [
  listIndex("createdAt"),
  listIndex("keys.title"),
  listIndex("keys.artist"),
  listIndex("keys.album"),
  filterIndex("filters.artist"),
  filterIndex("filters.album"),
  ...filterIndexes("filters.genre"),
  ...filterIndexes("state"),
  { name: "genre and state", key: { "filters.genre": 1, state: 1 } },
  { name: "album", key: { albumId: 1, "keys.album": 1, _id: 1 } },
  { name: "terms", key: { terms: 1 } },
  { name: "changes", key: { changedAt: 1, _id: 1 } },
  sparseIndex("dueAt"),
  sparseIndex("expiresAt"),
  sparseIndex("original.fingerprint"),
  sparseIndex("original.sha256"),
];

/** Lists a song's chunks, of which each is up to a megabyte, without reading any. */
export const sizeIndex = { name: "size", key: { _id: 1, size: 1 } } as const;

/** Brings the database to this program's schema. Throws SchemaTooNew. */
export const migrate = async (db: Db): Promise<void> => {
  const meta = db.collection<MetaDocument>("meta");
  const found = (await meta.findOne({ _id: "schema" }))?.version ?? 0;
  for (const step of pendingSteps(found, migrations)) await step(db);
  await db.collection("songs").createIndexes([...songIndexes]);
  await db.collection("chunks").createIndexes([sizeIndex]);
  await db.collection("keys").createIndexes([{ name: "age", key: { createdAt: 1 } }]);
  await db.collection("shares").createIndexes([
    { name: "id", key: { id: 1 }, unique: true },
    { name: "age", key: { createdAt: 1 } },
    { name: "expiry", key: { expiresAt: 1 } },
  ]);
  const version = versionAfter(migrations);
  await meta.updateOne({ _id: "schema" }, { $max: { version } }, { upsert: true });
};
