/** What reads little, whatever the library's size: it runs where it is asked. */
import type { DatabaseSync } from "node:sqlite";
import type { Song, SongId } from "../../song/song.ts";
import { rangeOf } from "../beginnings.ts";
import type { ChangePosition, Chunk, ChunkInfo, Totals } from "../store.ts";
import { prepareShareReads } from "./shares.ts";
import { prepareTotals } from "./tallies.ts";

type Row = Record<string, unknown>;

const songOf = (row: Row): Song => JSON.parse(String(row["doc"])) as Song;
const songs = (found: Row[]): Song[] => found.map(songOf);

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
  const lastChange = db.prepare("SELECT max(changed_at) AS time FROM songs");
  const totalOf = prepareTotals(db);
  const promised = db.prepare(
    `SELECT total((doc ->> '$.original.expectedBytes') - (doc ->> '$.original.bytes')) AS bytes
     FROM songs WHERE state = 'uploading' AND deleted_at IS NULL`,
  );
  const chunk = db.prepare("SELECT bytes, revision FROM chunks WHERE song_id = ? AND name = ?");
  const chunkList = db.prepare(
    `SELECT name, size FROM chunks WHERE song_id = ? AND name >= ? AND name < ?
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
    ...prepareShareReads(db),
    song: (id: SongId): Song | undefined => {
      const row = song.get(id);
      return row && songOf(row);
    },
    changedSince: ({ changedAt, id }: ChangePosition, limit: number): Song[] =>
      songs(
        id === undefined
          ? changedFrom.all(changedAt, limit)
          : changedAfter.all(changedAt, id, limit),
      ),
    lastChange: (): number => Number(lastChange.get()?.["time"] ?? 0),
    expired: (now: number, limit: number): Song[] => songs(expired.all(now, limit)),
    totals: (): Totals => ({
      songs: totalOf("songs"),
      albums: totalOf("albums"),
      artists: totalOf("artists"),
      duration: totalOf("duration") / 1e6,
      size: totalOf("size"),
    }),
    stored: (): number => totalOf("stored"),
    promised: (): number => Number(promised.get()?.["bytes"]),
    chunk: (songId: SongId, name: string): Chunk | undefined => {
      const row = chunk.get(songId, name);
      if (!row) return undefined;
      const bytes = row["bytes"] as Uint8Array;
      return row["revision"] === null ? { bytes } : { bytes, revision: Number(row["revision"]) };
    },
    chunkList: (songId: SongId, prefix: string): ChunkInfo[] =>
      chunkList.all(songId, ...rangeOf(prefix)).map((row) => ({
        name: String(row["name"]),
        size: Number(row["size"]),
      })),
    owners: (after: SongId, limit: number): SongId[] =>
      owners.all(after, limit).map((row) => String(row["id"])),
    answers: (): void => void answers.get(),
  };
};
