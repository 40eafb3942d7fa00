/**
 * Albums and artists as SQL: by name along `<albums or artists>_by_key`, of one artist by the counts of albums that
 * an artist has songs in, and by words with `<album or artist>_words`.
 */
import type { SQLInputValue } from "node:sqlite";
import { rangeOf } from "../beginnings.ts";
import type { GroupQuery } from "../store.ts";
import type { Statement } from "./statements.ts";
import { together } from "./tallies.ts";
import { matching } from "./words.ts";

export type Groups = "albums" | "artists";

const wordsOf: Record<Groups, string> = { albums: "album_words", artists: "artist_words" };

const albumsOfArtist = `id IN (SELECT substr(value, length(?) + 1) FROM tallies
  WHERE tally = 'artist,albumId' AND value >= ? AND value < ?)`;

export const groupStatement = (groups: Groups, query: GroupQuery): Statement => {
  const { terms = [], begins, beginsNot, artist, limit, after } = query;
  const sql: string[] = [];
  const values: SQLInputValue[] = [];
  const where = (condition: string, ...bound: readonly SQLInputValue[]): void => {
    sql.push(condition);
    values.push(...bound);
  };
  if (begins !== undefined) where("(key >= ? AND key < ?)", ...rangeOf(begins));
  if (beginsNot !== undefined) where("NOT (key >= ? AND key < ?)", ...rangeOf(beginsNot));
  if (terms.length > 0) {
    const words = wordsOf[groups];
    where(`number IN (SELECT rowid FROM ${words} WHERE ${words} MATCH ?)`, matching(terms));
  }
  if (artist !== undefined) {
    const start = together(artist, "");
    where(albumsOfArtist, start, ...rangeOf(start));
  }
  if (after) where("(key, id) > (?, ?)", after.key, after.id);
  const conditions = sql.length > 0 ? `WHERE ${sql.join(" AND ")}` : "";
  return {
    sql: `SELECT doc FROM ${groups} ${conditions} ORDER BY key, id LIMIT ?`,
    values: [...values, limit],
  };
};
