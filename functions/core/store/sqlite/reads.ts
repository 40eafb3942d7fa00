/** Everything that reads. Short queries, so they run where they are asked. */
import type { DatabaseSync } from "node:sqlite";
import type { Album, Artist } from "../../song/groups.ts";
import type { Song, SongId } from "../../song/song.ts";
import type {
  ChangePosition,
  Chunk,
  ChunkInfo,
  GroupQuery,
  SongFilter,
  SongQuery,
  Totals,
} from "../store.ts";
import { rangeOf } from "../beginnings.ts";
import { groupStatement } from "./group-list.ts";
import { countStatement, frequencyOf, frequencyStatement, listStatement } from "./list.ts";
import { createStatements } from "./statements.ts";
import type { Tally } from "./tallies.ts";
import { prepareShareReads } from "./shares.ts";

type Row = Record<string, unknown>;

const docOf = (row: Row): unknown => JSON.parse(String(row["doc"]));
const songOf = (row: Row): Song => docOf(row) as Song;
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
  const total = db.prepare("SELECT n FROM tallies WHERE tally = ? AND value = ''");
  const totalOf = (tally: Tally): number => Number(total.get(tally)?.["n"] ?? 0);
  const { all: rows, one } = createStatements(db);
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
    list: (query: SongQuery): Song[] => {
      const all = totalOf("songs");
      const asked = frequencyStatement(query, all);
      const frequency = asked && frequencyOf(Number(one(asked)?.["n"]), all);
      return songs(rows(listStatement(query, frequency)));
    },
    count: (filter: SongFilter): number => Number(one(countStatement(filter))?.["n"] ?? 0),
    artists: (query: GroupQuery): Artist[] =>
      rows(groupStatement("artists", query)).map((row) => docOf(row) as Artist),
    albums: (query: GroupQuery): Album[] =>
      rows(groupStatement("albums", query)).map((row) => docOf(row) as Album),
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
