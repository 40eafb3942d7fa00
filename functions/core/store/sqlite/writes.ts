/** Everything that writes, as plain synchronous functions; the writer thread runs them, each in a savepoint. */
import type { DatabaseSync } from "node:sqlite";
import type { Song, SongId } from "../../song/song.ts";
import type { ClaimedKey, LeaseRequest, SongChange, SongGuard, Wanted } from "../store.ts";
import { rangeOf } from "../beginnings.ts";
import { changed, holds } from "./change.ts";
import { prepareGroups } from "./groups.ts";
import { checkRoom } from "./room.ts";
import { addSong, prepareTallies, type Sums } from "./tallies.ts";
import { prepareSongWords } from "./words.ts";
import { writing } from "./writing.ts";
import { prepareShareWrites } from "./shares.ts";

type Row = { readonly number: number; readonly song: Song };

const parse = (row: Record<string, unknown> | undefined): Row | undefined =>
  row && { number: Number(row["number"]), song: JSON.parse(String(row["doc"])) as Song };

const claim = (song: Song, { holder, now, duration }: LeaseRequest, attempt: number): Song => ({
  ...song,
  lease: { holder, expiresAt: now + duration, attempt },
  dueAt: now + duration,
});

export type Writes = ReturnType<typeof prepareWrites>;

/** Pages that one call gives back to the disk at most: more than it deletes, and done in well under a second. */
const pagesGivenBack = 4_096;

/** `path`: of the file, to see how much room its disk has. */
export const prepareWrites = (db: DatabaseSync, path: string) => {
  const insertSong = writing(db, "INSERT INTO songs (doc) VALUES (?)");
  const selectSong = db.prepare("SELECT number, doc FROM songs WHERE id = ?");
  const updateSong = writing(db, "UPDATE songs SET doc = ? WHERE number = ?");
  const deleteSong = writing(db, "DELETE FROM songs WHERE number = ?");
  const followWords = prepareSongWords(db);
  const addToTallies = prepareTallies(db);
  const { follow: followGroups } = prepareGroups(db);
  const oldestDue = db.prepare(
    `SELECT number, doc FROM songs
     WHERE due_at <= ? AND deleted_at IS NULL AND (? IS NULL OR complete = ?)
       AND (doc ->> '$.original.bytes') >= ? AND (doc ->> '$.original.bytes') < ?
     ORDER BY due_at LIMIT 1`,
  );
  const insertChunk = writing(
    db,
    "INSERT INTO chunks (song_id, name, size, bytes) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const replaceChunk = writing(
    db,
    `INSERT INTO chunks (song_id, name, size, bytes, revision) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (song_id, name) DO UPDATE
       SET size = excluded.size, bytes = excluded.bytes, revision = excluded.revision
       WHERE chunks.revision < excluded.revision`,
  );
  const deleteChunks = writing(
    db,
    `DELETE FROM chunks WHERE number IN
       (SELECT number FROM chunks WHERE song_id = ? AND name >= ? AND name < ? LIMIT ?)`,
  );
  const insertKey = writing(
    db,
    "INSERT INTO keys (key, song_id, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const selectKey = db.prepare("SELECT song_id, created_at FROM keys WHERE key = ?");
  const moveKey = writing(db, "UPDATE keys SET song_id = ? WHERE key = ? AND song_id = ?");
  const forgetKeys = writing(db, "DELETE FROM keys WHERE created_at < ?");

  const read = (id: SongId): Row | undefined => parse(selectSong.get(id));

  /** All that is known of songs beside them; undefined before the first write and after the last. */
  const follow = (number: number, before: Song | undefined, after: Song | undefined): void => {
    const sums: Sums = new Map();
    if (before) addSong(sums, before, -1);
    if (after) addSong(sums, after);
    addToTallies(sums);
    followWords(number, before, after);
    followGroups(before, after);
  };

  const write = ({ number, song }: Row, next: Song): Song => {
    updateSong(JSON.stringify(next), number);
    follow(number, song, next);
    return next;
  };

  return {
    ...prepareShareWrites(db),
    insertSong(song: Omit<Song, "changedAt">): void {
      checkRoom(path, 0);
      const inserted: Song = { ...song, changedAt: Date.now() };
      const { lastNumber } = insertSong(JSON.stringify(inserted));
      follow(lastNumber, undefined, inserted);
    },

    updateSong(id: SongId, change: SongChange, guard: SongGuard): Song | undefined {
      const row = read(id);
      return row && holds(guard, row.song)
        ? write(row, changed(row.song, change, Date.now()))
        : undefined;
    },

    purgeSong(id: SongId): void {
      const row = read(id);
      if (!row) return;
      deleteSong(row.number);
      follow(row.number, row.song, undefined);
    },

    takeLease(request: LeaseRequest & Wanted): Song | undefined {
      const { now, complete, atLeast = 0, below = Number.MAX_SAFE_INTEGER } = request;
      const end = complete === undefined ? null : Number(complete);
      const row = parse(oldestDue.get(now, end, end, atLeast, below));
      return row && write(row, claim(row.song, request, (row.song.lease?.attempt ?? 0) + 1));
    },

    renewLease(
      id: SongId,
      request: LeaseRequest & { readonly progressed?: boolean },
    ): Song | undefined {
      const row = read(id);
      const lease = row?.song.lease;
      if (lease?.holder !== request.holder || row?.song.deletedAt !== undefined || !row)
        return undefined;
      return write(row, claim(row.song, request, request.progressed ? 1 : lease.attempt));
    },

    releaseLease(id: SongId, holder: string, dueAt: number | undefined): void {
      const row = read(id);
      const lease = row?.song.lease;
      if (!row || lease?.holder !== holder) return;
      const { lease: _lease, dueAt: _dueAt, ...rest } = row.song;
      const waiting = { lease: { ...lease, holder: "", expiresAt: 0 }, dueAt };
      write(row, dueAt === undefined ? rest : ({ ...rest, ...waiting } as Song));
    },

    insertChunk(songId: SongId, name: string, bytes: Uint8Array): boolean {
      checkRoom(path, bytes.byteLength);
      return insertChunk(songId, name, bytes.byteLength, bytes).changes === 1;
    },

    replaceChunk(songId: SongId, name: string, bytes: Uint8Array, revision: number): boolean {
      return replaceChunk(songId, name, bytes.byteLength, bytes, revision).changes === 1;
    },

    deleteChunks(songId: SongId, prefix: string, limit: number): number {
      const { changes } = deleteChunks(songId, ...rangeOf(prefix), limit);
      if (changes > 0) db.exec(`PRAGMA incremental_vacuum(${pagesGivenBack})`);
      return changes;
    },

    /** What deleting has left in the log: the file gets shorter when the log is copied into it. */
    giveBack(): void {
      db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    },

    claimKey(key: string, songId: SongId, now: number): ClaimedKey | undefined {
      if (insertKey(key, songId, now).changes === 1) return undefined;
      const found = selectKey.get(key);
      return { songId: String(found?.["song_id"]), createdAt: Number(found?.["created_at"]) };
    },

    moveKey(key: string, from: SongId, to: SongId): boolean {
      return moveKey(to, key, from).changes === 1;
    },

    forgetKeys(before: number): void {
      forgetKeys(before);
    },
  };
};
