/** The index of words: FTS5, which gives what it finds in the order of its row numbers, without sorting. */
import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { Song } from "../../song/song.ts";
import { placeOf } from "./places.ts";
import { writing } from "./writing.ts";

/** Lengths of beginnings that are looked up in one step; the songs of a longer one are merged word by word. */
const prefixes = "1 2 3 4 5";

const wordTable = (name: string): string =>
  `CREATE VIRTUAL TABLE IF NOT EXISTS ${name} USING fts5(
    terms, content='', contentless_delete=1, detail=none, prefix='${prefixes}', tokenize='unicode61 remove_diacritics 0'
  );`;

/** Row numbers: of a song's words its place, of an album's or artist's its number. Tombstones have no words. */
export const tablesOfWords = `
  CREATE TABLE IF NOT EXISTS song_places (place INTEGER PRIMARY KEY, number INTEGER NOT NULL) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS place_of_song ON song_places (number);
  ${wordTable("song_words")}
  ${wordTable("album_words")}
  ${wordTable("artist_words")}
`;

/** For MATCH: each of the terms begins a word. */
export const matching = (terms: readonly string[]): string =>
  terms.map((term) => `"${term.replaceAll('"', "")}"*`).join(" AND ");

export const prepareWords = (
  db: DatabaseSync,
  table: "song_words" | "album_words" | "artist_words",
) => {
  const insert = writing(db, `INSERT INTO ${table} (rowid, terms) VALUES (?, ?)`);
  const remove = writing(db, `DELETE FROM ${table} WHERE rowid = ?`);
  return {
    insert: (row: SQLInputValue, terms: readonly string[]): void =>
      void insert(row, terms.join(" ")),
    remove: (row: SQLInputValue): void => void remove(row),
  };
};

const termsOf = (song: Song | undefined): readonly string[] =>
  song && song.deletedAt === undefined ? song.terms : [];

export const prepareSongWords = (db: DatabaseSync) => {
  const words = prepareWords(db, "song_words");
  const take = writing(db, "INSERT INTO song_places VALUES (?, ?) ON CONFLICT (place) DO NOTHING");
  const free = writing(db, "DELETE FROM song_places WHERE number = ?");
  const find = db.prepare("SELECT place FROM song_places WHERE number = ?");
  find.setReadBigInts(true);

  const placed = (number: number): bigint => find.get(number)?.["place"] as bigint;

  const place = (number: number, { createdAt, id }: Song): bigint => {
    let wanted = placeOf(createdAt, id);
    while (take(wanted, number).changes === 0) wanted++;
    return wanted;
  };

  /** After each write of the song of that number. */
  return (number: number, before: Song | undefined, after: Song | undefined): void => {
    const placedNow = before === undefined && after ? place(number, after) : undefined;
    const [old, now] = [termsOf(before), termsOf(after)];
    if (old.join(" ") !== now.join(" ")) {
      const row = placedNow ?? placed(number);
      if (old.length > 0) words.remove(row);
      if (now.length > 0) words.insert(row, now);
    }
    if (after === undefined) free(number);
  };
};
