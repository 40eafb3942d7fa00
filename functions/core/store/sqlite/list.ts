/** Lists as SQL: every one walks an index in its order, or sorts what an index has found to be few. */
import type { SQLInputValue } from "node:sqlite";
import { sha256 } from "./schema.ts";
import type { SongFilter, SongQuery, SortField } from "../store.ts";

export type Statement = { readonly sql: string; readonly values: readonly SQLInputValue[] };

const sortColumn: Record<SortField, string> = {
  added: "created_at",
  title: "title_key",
  artist: "artist_key",
  album: "album_key",
};

const filterColumns = ["artist", "album", "genre", "state", "fingerprint"] as const;

const matching = (terms: readonly string[]): string =>
  terms.map((term) => `"${term.replaceAll('"', "")}"*`).join(" AND ");

const isSearch = ({ terms = [], ...others }: SongFilter): boolean =>
  terms.length > 0 && Object.values(others).every((value) => value === undefined);

/**
 * Where words are all that is asked for, the index of the order is walked: a short word is in most songs, and to
 * sort those takes seconds. SQLite would choose otherwise, whatever it knows of the words.
 */
const songsFor = (filter: SongFilter, sort: SortField): string =>
  isSearch(filter) ? `songs INDEXED BY list_by_${sort}` : "songs";

const conditionsOf = (filter: SongFilter): { sql: string[]; values: SQLInputValue[] } => {
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

export const listStatement = (query: SongQuery): Statement => {
  const { filter, sort, descending, limit, after, offset = 0 } = query;
  const { sql, values } = conditionsOf(filter);
  const column = sortColumn[sort];
  const [beyond, order] = descending ? ["<", "DESC"] : [">", "ASC"];
  if (after) {
    sql.push(`(${column}, id) ${beyond} (?, ?)`);
    values.push(after.key, after.id);
  }
  const inOrder = `ORDER BY ${column} ${order}, id ${order}`;
  const found = `FROM ${songsFor(filter, sort)} WHERE ${sql.join(" AND ")} ${inOrder} LIMIT ?`;
  if (offset === 0) return { sql: `SELECT doc ${found}`, values: [...values, limit] };
  return {
    // What is passed over is read in the index alone.
    sql: `SELECT doc FROM songs WHERE number IN (SELECT number ${found} OFFSET ?) ${inOrder}`,
    values: [...values, limit, offset],
  };
};

export const countStatement = (filter: SongFilter): Statement => {
  const { sql, values } = conditionsOf(filter);
  return {
    sql: `SELECT count(*) AS n FROM ${songsFor(filter, "added")} WHERE ${sql.join(" AND ")}`,
    values,
  };
};
