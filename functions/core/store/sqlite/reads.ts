/** Everything that reads. Short queries, so they run where they are asked. */
import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { Song, SongId } from "../../song/song.ts";
import { sha256 } from "./schema.ts";
import type {
  ChangePosition,
  Chunk,
  ChunkInfo,
  SongFilter,
  SongQuery,
  SortField,
  Totals,
} from "../store.ts";

type Conditions = { readonly sql: string[]; readonly values: SQLInputValue[] };
type Row = Record<string, unknown>;

const sortColumn: Record<SortField, string> = {
  added: "created_at",
  title: "title_key",
  artist: "artist_key",
  album: "album_key",
};

const filterColumns = ["artist", "album", "genre", "state", "fingerprint"] as const;

const matching = (terms: readonly string[]): string =>
  terms.map((term) => `"${term.replaceAll('"', "")}"*`).join(" AND ");

const conditionsOf = (filter: SongFilter): Conditions => {
  const { deletedAfter } = filter;
  const sql = [deletedAfter === undefined ? "deleted_at IS NULL" : "deleted_at > ?"];
  const values: SQLInputValue[] = deletedAfter === undefined ? [] : [deletedAfter];
  const where = (condition: string, value: SQLInputValue | undefined): void => {
    if (value === undefined) return;
    sql.push(condition);
    values.push(value);
  };
  for (const name of filterColumns) where(`${name} = ?`, filter[name]);
  where("album_id = ?", filter.albumId);
  where(`${sha256} = ?`, filter.sha256);
  where(
    "number IN (SELECT rowid FROM song_terms WHERE song_terms MATCH ?)",
    filter.terms?.length ? matching(filter.terms) : undefined,
  );
  return { sql, values };
};

const songOf = (row: Row): Song => JSON.parse(String(row["doc"])) as Song;
const songs = (rows: Row[]): Song[] => rows.map(songOf);

const listOf = (
  db: DatabaseSync,
  { filter, sort, descending, limit, after, offset = 0 }: SongQuery,
): Song[] => {
  const { sql, values } = conditionsOf(filter);
  const column = sortColumn[sort];
  const [beyond, order] = descending ? ["<", "DESC"] : [">", "ASC"];
  if (after) {
    sql.push(`(${column}, id) ${beyond} (?, ?)`);
    values.push(after.key, after.id);
  }
  const inOrder = `ORDER BY ${column} ${order}, id ${order}`;
  const conditions = `WHERE ${sql.join(" AND ")} ${inOrder} LIMIT ?`;
  if (offset === 0)
    return songs(db.prepare(`SELECT doc FROM songs ${conditions}`).all(...values, limit));
  // What is passed over is read in the index alone.
  const query = `SELECT doc FROM songs WHERE number IN (SELECT number FROM songs ${conditions} OFFSET ?) ${inOrder}`;
  return songs(db.prepare(query).all(...values, limit, offset));
};

const countOf = (db: DatabaseSync, filter: SongFilter): number => {
  const { sql, values } = conditionsOf(filter);
  const query = `SELECT count(*) AS n FROM songs WHERE ${sql.join(" AND ")}`;
  return Number(db.prepare(query).get(...values)?.["n"]);
};

/** How many values the column has. */
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
  const chunk = db.prepare("SELECT bytes, revision FROM chunks WHERE song_id = ? AND name = ?");
  const chunkList = db.prepare(
    `SELECT name, size FROM chunks WHERE song_id = ? AND name >= ? AND name < ? || char(1114111)
     ORDER BY name`,
  );
  const answers = db.prepare("SELECT 1 FROM songs LIMIT 1");

  return {
    song: (id: SongId): Song | undefined => {
      const row = song.get(id);
      return row && songOf(row);
    },
    list: (query: SongQuery): Song[] => listOf(db, query),
    count: (filter: SongFilter): number => countOf(db, filter),
    changedSince: ({ changedAt, id }: ChangePosition, limit: number): Song[] =>
      songs(
        id === undefined
          ? changedFrom.all(changedAt, limit)
          : changedAfter.all(changedAt, id, limit),
      ),
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
    answers: (): void => void answers.get(),
  };
};
