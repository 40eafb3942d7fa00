/** The store in one file, by SQLite: for a machine without MongoDB. Several processes may share the file. */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { translating, wrapCalls } from "./errors.ts";
import { openForReading, openForWriting } from "./sqlite/connection.ts";
import { translateSqliteError } from "./sqlite/errors.ts";
import type { Counts } from "./sqlite/counts.ts";
import { type Lists, prepareLists } from "./sqlite/lists.ts";
import { prepareReads } from "./sqlite/reads.ts";
import { freeBytes } from "./sqlite/room.ts";
import { migrate } from "./sqlite/schema.ts";
import { type Thread, threadOf } from "./sqlite/thread.ts";
import type { Writes } from "./sqlite/writes.ts";
import type { ChunkStore, KeyStore, LeaseStore, ShareStore, SongStore, Store } from "./store.ts";

type Reads = ReturnType<typeof prepareReads>;
type Writer = Thread<Writes>;
type Counter = Thread<Counts>;

const songStore = (reads: Reads & Lists, counter: Counter, writer: Writer): SongStore => ({
  insert: (song) => writer.run("insertSong", song),
  get: async (id) => reads.song(id),
  update: (id, change, guard = {}) => writer.run("updateSong", id, change, guard),
  purge: (id) => writer.run("purgeSong", id),
  list: async (query) => reads.list(query),
  count: async (filter) => reads.tally(filter) ?? counter.run("count", filter),
  changedSince: async (position, limit) => reads.changedSince(position, limit),
  lastChange: async () => reads.lastChange(),
  expired: async (now, limit) => reads.expired(now, limit),
  artists: async (query) => reads.artists(query),
  albums: async (query) => reads.albums(query),
  totals: async () => reads.totals(),
  stored: async () => reads.stored(),
  promised: async () => reads.promised(),
});

const chunkStore = (reads: Reads, writer: Writer): ChunkStore => ({
  insert: (songId, name, bytes) => writer.run("insertChunk", songId, name, bytes),
  replace: (songId, name, bytes, revision) =>
    writer.run("replaceChunk", songId, name, bytes, revision),
  get: async (songId, name) => reads.chunk(songId, name),
  owners: async (after, limit) => reads.owners(after, limit),
  list: async (songId, prefix) => reads.chunkList(songId, prefix),
  delete: (songId, prefix, limit) => writer.run("deleteChunks", songId, prefix, limit),
});

const leaseStore = (writer: Writer): LeaseStore => ({
  take: (request) => writer.run("takeLease", request),
  renew: (id, request) => writer.run("renewLease", id, request),
  release: (id, holder, dueAt) => writer.run("releaseLease", id, holder, dueAt),
});

const keyStore = (writer: Writer): KeyStore => ({
  claim: (key, songId, now) => writer.run("claimKey", key, songId, now),
  move: (key, from, to) => writer.run("moveKey", key, from, to),
  forget: (before) => writer.run("forgetKeys", before),
});

const shareStore = (reads: Reads, writer: Writer): ShareStore => ({
  insert: (share) => writer.run("insertShare", share),
  find: async (digest) => reads.share(digest),
  list: async (limit) => reads.shares(limit),
  remove: (id) => writer.run("removeShare", id),
  forget: (before) => writer.run("forgetShares", before),
});

const around = translating(translateSqliteError);

const prepare = (path: string): void => {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const db = openForWriting(path);
    try {
      migrate(db);
    } finally {
      db.close();
    }
  } catch (error) {
    throw translateSqliteError(error);
  }
};

/** Opens `segue.db` in the folder, made where it is missing. Throws StoreAway, StoreFull and SchemaTooNew. */
export const openSqliteStore = (folder: string): Store => {
  const path = join(folder, "segue.db");
  prepare(path);
  const writer = threadOf<Writes>(new URL("./sqlite/writer.ts", import.meta.url), path);
  const counter = threadOf<Counts>(new URL("./sqlite/counter.ts", import.meta.url), path);
  const reader = openForReading(path);
  const reads = { ...prepareReads(reader), ...prepareLists(reader) };
  const now = async (): Promise<number> => {
    reads.answers();
    return Date.now();
  };
  return {
    name: "SQLite",
    songs: wrapCalls(songStore(reads, counter, writer), around),
    chunks: wrapCalls(chunkStore(reads, writer), around),
    leases: wrapCalls(leaseStore(writer), around),
    keys: wrapCalls(keyStore(writer), around),
    shares: wrapCalls(shareStore(reads, writer), around),
    now: wrapCalls({ now }, around).now,
    free: async () => freeBytes(path),
    giveBack: wrapCalls({ giveBack: () => writer.run("giveBack") }, around).giveBack,
    async close() {
      await Promise.all([writer.close(), counter.close()]);
      reader.close();
    },
  };
};
