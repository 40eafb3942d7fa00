/** Counts that are kept up to date with every write, so that nobody has to count songs. */
import type { DatabaseSync } from "node:sqlite";
import { secondsOf, type Song } from "../../song/song.ts";
import { writing } from "./writing.ts";

/** The first six have one value, "". `duration` is in µs, `size` and `stored` in bytes. */
export type Tally =
  | "songs"
  | "albums"
  | "artists"
  | "duration"
  | "size"
  | "stored"
  | "state"
  | "genre"
  | "genre,state"
  | "artist"
  | "album"
  | "artist,name"
  | "artist,albumId"
  | "albumId";

/** Values that are counted together as one; no folded text has the character between them. */
export const together = (...values: readonly string[]): string => values.join("\u0001");

export const tablesOfTallies = `
  CREATE TABLE IF NOT EXISTS tallies (
    tally TEXT NOT NULL,
    value TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (tally, value)
  ) STRICT, WITHOUT ROWID;
`;

type Count = readonly [tally: Tally, value: string, n: number];

const ofArtist = (artist: string, { tags, albumId }: Song): Count[] => [
  ["artist", artist, 1],
  ["artist,name", together(artist, tags.artist ?? ""), 1],
  ...(albumId === undefined ? [] : [["artist,albumId", together(artist, albumId), 1] as const]),
];

const ofGenre = (genre: string, { state }: Song): Count[] => [
  ["genre", genre, 1],
  ["genre,state", together(genre, state), 1],
];

/** What a song adds to the counts: a tombstone its bytes only. */
const countsOf = (song: Song): Count[] => {
  const { artist, album, genre } = song.filters;
  if (song.deletedAt !== undefined) return [["stored", "", song.size]];
  return [
    ["songs", "", 1],
    ["duration", "", Math.round((secondsOf(song) ?? 0) * 1e6)],
    ["size", "", song.size],
    ["stored", "", song.size],
    ["state", song.state, 1],
    ...(artist === undefined ? [] : ofArtist(artist, song)),
    ...(album === undefined ? [] : ([["album", album, 1]] as const)),
    ...(genre === undefined ? [] : ofGenre(genre, song)),
    ...(song.albumId === undefined ? [] : ([["albumId", song.albumId, 1]] as const)),
  ];
};

/** Sums by tally and value. */
export type Sums = Map<Tally, Map<string, number>>;

export const addSong = (sums: Sums, song: Song, sign: 1 | -1 = 1): void => {
  for (const [tally, value, n] of countsOf(song)) {
    const values = sums.get(tally) ?? new Map<string, number>();
    values.set(value, (values.get(value) ?? 0) + sign * n);
    sums.set(tally, values);
  }
};

/** Gives a function that adds sums to the counts; those that come to nothing are forgotten. */
export const prepareTallies = (db: DatabaseSync): ((sums: Sums) => void) => {
  const add = writing(
    db,
    "INSERT INTO tallies VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
  );
  const forget = writing(db, "DELETE FROM tallies WHERE tally = ? AND value = ? AND n = 0");
  return (sums) => {
    for (const [tally, values] of sums)
      for (const [value, n] of values) {
        if (n !== 0) add(tally, value, n);
        if (n < 0) forget(tally, value);
      }
  };
};

export const prepareTotals = (db: DatabaseSync): ((tally: Tally) => number) => {
  const total = db.prepare("SELECT n FROM tallies WHERE tally = ? AND value = ''");
  return (tally) => Number(total.get(tally)?.["n"] ?? 0);
};
