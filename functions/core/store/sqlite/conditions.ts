/** What must be true of the songs of a list, as SQL. */
import type { SQLInputValue } from "node:sqlite";
import { rangeOf } from "../beginnings.ts";
import type { Beginnings, SongFilter, SortField } from "../store.ts";
import { sha256 } from "./schema.ts";

export const sortColumn: Record<SortField, string> = {
  added: "created_at",
  title: "title_key",
  artist: "artist_key",
  album: "album_key",
};

const filterColumns = ["artist", "album", "genre", "state", "fingerprint"] as const;

export type Conditions = {
  readonly sql: readonly string[];
  readonly values: readonly SQLInputValue[];
};

export const both = (one: Conditions, other: Conditions): Conditions => ({
  sql: [...one.sql, ...other.sql],
  values: [...one.values, ...other.values],
});

const beginnings = (begins: Beginnings = {}, not = ""): Conditions => {
  const given = Object.entries(begins) as [keyof Beginnings, string][];
  return {
    sql: given.map(([field]) => `${not}(${sortColumn[field]} >= ? AND ${sortColumn[field]} < ?)`),
    values: given.flatMap(([, text]) => rangeOf(text)),
  };
};

/** Of the filter, but for its words. */
export const conditionsOf = (filter: SongFilter): Conditions => {
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
  const begins = both(beginnings(filter.begins), beginnings(filter.beginsNot, "NOT "));
  return both({ sql, values }, begins);
};

/**
 * Looks for words in each song itself. A text in which no string begins with the word need not be parsed: that spares
 * most of the time, as most songs have it not.
 */
export const wordsInSong = (terms: readonly string[]): Conditions => ({
  sql: terms.map(
    () =>
      "instr(doc, ?) AND EXISTS (SELECT 1 FROM json_each(doc, '$.terms') WHERE value >= ? AND value < ?)",
  ),
  values: terms.flatMap((term) => [`"${term}`, ...rangeOf(term)]),
});
