/** Everything that reads. Short queries, so they run where they are asked. */
import type { DatabaseSync } from "node:sqlite";
import type { Song, SongId } from "../../song/song.ts";
import type { ChangePosition, Chunk, ChunkInfo, SongFilter, SongQuery, Totals } from "../store.ts";
import { countStatement, listStatement } from "./list.ts";

type Row = Record<string, unknown>;

const songOf = (row: Row): Song => JSON.parse(String(row["doc"])) as Song;
const songs = (rows: Row[]): Song[] => rows.map(songOf);

/** Values that a column has, read as a list in the index's order: count(DISTINCT) would make a table of its own. */
const distinct = (db: DatabaseSync, column: "album_id" | "artist"): (() => number) => {
  const query = db.prepare(
    `SELECT count(*) AS n FROM (
       SELECT DISTINCT ${column} FROM songs WHERE deleted_at IS NULL AND ${column} IS NOT NULL)`,
  );
  return () => Number(query.get()?.["n"]);
};

export const prepareReads = (db: DatabaseSync) => {
  const song = db.prepare("SELECT doc FROM songs WHERE id = ?");
  const changedFrom = db.prepare(
    "SELECT doc FROM songs WHERE changed_at >= ? ORDER BY changed_at, id LIMIT ?",
  );
  const changedAfter = db.prepare(
    "SELECT doc FROM songs WHERE (changed_at, id) > (?, ?) ORDER BY changed_at, id LIMIT ?",
  );
  const expired = db.prepare(
    "SELECT doc FROM songs WHERE expires_at <= ? ORDER BY expires_at LIMIT ?",
  );
  const totals = db.prepare(
    `SELECT count(*) AS songs, total(size) AS size, total(1.0 * samples / sample_rate) AS duration
     FROM songs WHERE deleted_at IS NULL`,
  );
  const albums = distinct(db, "album_id");
  const artists = distinct(db, "artist");
  const lastChange = db.prepare("SELECT max(changed_at) AS time FROM songs");
  const stored = db.prepare(
    `SELECT (SELECT total(size) FROM songs WHERE deleted_at IS NULL)
          + (SELECT total(size) FROM songs WHERE deleted_at IS NOT NULL) AS bytes`,
  );
  const promised = db.prepare(
    `SELECT total((doc ->> '$.original.expectedBytes') - (doc ->> '$.original.bytes')) AS bytes
     FROM songs WHERE state = 'uploading' AND deleted_at IS NULL`,
  );
  const chunk = db.prepare("SELECT bytes, revision FROM chunks WHERE song_id = ? AND name = ?");
  const chunkList = db.prepare(
    `SELECT name, size FROM chunks WHERE song_id = ? AND name >= ? AND name < ? || char(1114111)
     ORDER BY name`,
  );
  // From one owner to the next along the index, past all chunks of each.
  const owners = db.prepare(
    `WITH RECURSIVE owner(id) AS (
       SELECT min(song_id) FROM chunks WHERE song_id > ?
       UNION ALL
       SELECT (SELECT min(song_id) FROM chunks WHERE song_id > owner.id) FROM owner WHERE id IS NOT NULL
     ) SELECT id FROM owner WHERE id IS NOT NULL LIMIT ?`,
  );
  const answers = db.prepare("SELECT 1 FROM songs LIMIT 1");

  return {
    song: (id: SongId): Song | undefined => {
      const row = song.get(id);
      return row && songOf(row);
    },
    list: (query: SongQuery): Song[] => {
      const { sql, values } = listStatement(query);
      return songs(db.prepare(sql).all(...values));
    },
    count: (filter: SongFilter): number => {
      const { sql, values } = countStatement(filter);
      return Number(db.prepare(sql).get(...values)?.["n"]);
    },
    changedSince: ({ changedAt, id }: ChangePosition, limit: number): Song[] =>
      songs(
        id === undefined
          ? changedFrom.all(changedAt, limit)
          : changedAfter.all(changedAt, id, limit),
      ),
    lastChange: (): number => Number(lastChange.get()?.["time"] ?? 0),
    expired: (now: number, limit: number): Song[] => songs(expired.all(now, limit)),
    totals: (): Totals => {
      const row = totals.get() ?? {};
      return {
        songs: Number(row["songs"]),
        albums: albums(),
        artists: artists(),
        duration: Number(row["duration"]),
        size: Number(row["size"]),
      };
    },
    stored: (): number => Number(stored.get()?.["bytes"]),
    promised: (): number => Number(promised.get()?.["bytes"]),
    chunk: (songId: SongId, name: string): Chunk | undefined => {
      const row = chunk.get(songId, name);
      if (!row) return undefined;
      const bytes = row["bytes"] as Uint8Array;
      return row["revision"] === null ? { bytes } : { bytes, revision: Number(row["revision"]) };
    },
    chunkList: (songId: SongId, prefix: string): ChunkInfo[] =>
      chunkList.all(songId, prefix, prefix).map((row) => ({
        name: String(row["name"]),
        size: Number(row["size"]),
      })),
    owners: (after: SongId, limit: number): SongId[] =>
      owners.all(after, limit).map((row) => String(row["id"])),
    answers: (): void => void answers.get(),
  };
};
