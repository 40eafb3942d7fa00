/**
 * Lists as SQL: every one walks an index in its order, or sorts what an index has found to be few. Which index that is:
 *
 * | asked for | found by | in the order of |
 * |---|---|---|
 * | nothing | `list_by_<sort>` | itself |
 * | genre, state | `filter_by_<filter>_<sort>` | itself |
 * | artist, album, albumId, fingerprint, sha256 | the index of that name | itself, or sorted: they are few |
 * | what a key begins with | `list_by_<sort>`, a part of it | itself |
 * | words, the newest first or last | `song_words`: its rows lie in the order of places | itself |
 * | words, by name | `song_words`, sorted where they are few; else `list_by_<sort>` | itself |
 * | the deleted ones | `tombstones` | itself, or sorted |
 */
import type { PagePosition, SongFilter, SongQuery } from "../store.ts";
import { both, type Conditions, conditionsOf, sortColumn, wordsInSong } from "./conditions.ts";
import { mostMoved, placeAt } from "./places.ts";
import type { Statement } from "./statements.ts";
import { type Tally, together } from "./tallies.ts";
import { matching } from "./words.ts";

/**
 * How many songs have words that are to be listed by name. `rare`: these songs are sorted. Of more, the index of the
 * order is walked until a page is full; each song on the way is looked up among those that have the words, or is asked
 * itself where every twentieth or more has them.
 */
export type Frequency = "rare" | "some" | "common";

const mostSorted = 2_000;
const commonShare = 1 / 20;

const hasWords = ({ terms = [] }: SongFilter): boolean => terms.length > 0;

const isGiven = (value: unknown): boolean => value !== undefined;

/** So few songs pass it, but for its words, that each can be looked at. */
const isNarrow = ({ artist, album, albumId, fingerprint, sha256, deletedAfter }: SongFilter) =>
  [artist, album, albumId, fingerprint, sha256, deletedAfter].some(isGiven);

/** Words that very many songs may have are looked up in their index. */
const lookedUp = ({ terms = [], ...others }: SongFilter): readonly string[] =>
  isNarrow(others) ? [] : terms;

/** Where the words are not looked up, the songs are asked for them. */
const plainConditions = (filter: SongFilter, terms: readonly string[]): Conditions =>
  both(conditionsOf(filter), wordsInSong(terms.length > 0 ? [] : (filter.terms ?? [])));

const wordsAndSongs = `song_words CROSS JOIN song_places ON place = song_words.rowid
  CROSS JOIN songs ON songs.number = song_places.number`;
const withWords = (terms: readonly string[]): Conditions => ({
  sql: ["song_words MATCH ?"],
  values: [matching(terms)],
});

const afterKey = ({ sort, descending, after }: SongQuery): Conditions => ({
  sql: after ? [`(${sortColumn[sort]}, id) ${descending ? "<" : ">"} (?, ?)`] : [],
  values: after ? [after.key, after.id] : [],
});

/** The song's true place, where it is still there: another may have had it before. */
const afterPlace = (descending: boolean, after: PagePosition | undefined): Conditions => {
  if (!after) return { sql: [], values: [] };
  const place = placeAt(after);
  const found = `SELECT place FROM song_places WHERE place BETWEEN ? AND ?
    AND number = (SELECT number FROM songs WHERE id = ?)`;
  return {
    sql: [`song_words.rowid ${descending ? "<" : ">"} coalesce((${found}), ?)`],
    values: [place, place + mostMoved, after.id, place],
  };
};

/** The newest, or oldest, with these words: along the index of words. */
const addedWithWords = (query: SongQuery, terms: readonly string[]): Statement => {
  const { filter, descending, limit, after, offset = 0 } = query;
  const conditions = [
    withWords(terms),
    afterPlace(descending, after),
    plainConditions(filter, terms),
  ];
  const { sql, values } = conditions.reduce(both);
  return {
    sql: `SELECT doc FROM ${wordsAndSongs} WHERE ${sql.join(" AND ")}
      ORDER BY song_words.rowid ${descending ? "DESC" : "ASC"} LIMIT ? OFFSET ?`,
    values: [...values, limit, offset],
  };
};

const amongSongs = (terms: readonly string[], isRare: boolean): Conditions => ({
  // The plus keeps SQLite from looking up each of very many.
  sql: [
    `${isRare ? "" : "+"}number IN (SELECT song_places.number FROM song_words
    CROSS JOIN song_places ON place = song_words.rowid WHERE song_words MATCH ?)`,
  ],
  values: [matching(terms)],
});

/** Where nothing else is asked for, SQLite would rather sort all that have the words. */
const songsFor = ({ filter, sort }: SongQuery, frequency: Frequency): string =>
  hasWords(filter) && frequency !== "rare" && !filter.genre && !filter.state && !isNarrow(filter)
    ? `songs INDEXED BY list_by_${sort}`
    : "songs";

export const listStatement = (query: SongQuery, frequency: Frequency = "some"): Statement => {
  const { filter, sort, descending, limit, offset = 0 } = query;
  const terms = lookedUp(filter);
  if (terms.length > 0 && sort === "added") return addedWithWords(query, terms);
  const found = frequency === "common" ? [] : terms;
  const words = found.length > 0 ? [amongSongs(found, frequency === "rare")] : [];
  const conditions = [plainConditions(filter, found), afterKey(query), ...words];
  const { sql, values } = conditions.reduce(both);
  const direction = descending ? "DESC" : "ASC";
  const inOrder = `ORDER BY ${sortColumn[sort]} ${direction}, id ${direction}`;
  const page = `FROM ${songsFor(query, frequency)} WHERE ${sql.join(" AND ")} ${inOrder} LIMIT ?`;
  if (offset === 0) return { sql: `SELECT doc ${page}`, values: [...values, limit] };
  return {
    // What is passed over is read in the index alone.
    sql: `SELECT doc FROM songs WHERE number IN (SELECT number ${page} OFFSET ?) ${inOrder}`,
    values: [...values, limit, offset],
  };
};

const mostAsked = (songs: number): number => Math.max(mostSorted, Math.ceil(songs * commonShare));

/** Counts the songs with the words of a list by name, of a library of so many, as far as it matters. */
export const frequencyStatement = ({ filter, sort }: SongQuery, songs: number) => {
  const terms = lookedUp(filter);
  if (terms.length === 0 || sort === "added") return undefined;
  const sql =
    "SELECT count(*) AS n FROM (SELECT 1 FROM song_words WHERE song_words MATCH ? LIMIT ?)";
  return { sql, values: [matching(terms), mostAsked(songs)] } satisfies Statement;
};

export const frequencyOf = (found: number, songs: number): Frequency => {
  if (found < mostSorted) return "rare";
  return found < mostAsked(songs) ? "some" : "common";
};

/** The count that is kept of exactly what the filter asks for, if there is one. */
const tallyOf = (filter: SongFilter): readonly [Tally, string] | undefined => {
  const given = Object.entries(filter).filter(([, value]) => isGiven(value));
  const names = given
    .map(([name]) => name)
    .toSorted()
    .join();
  switch (names) {
    case "":
      return ["songs", ""];
    case "genre,state":
      return [names, together(filter.genre ?? "", filter.state ?? "")];
    case "state":
    case "genre":
    case "artist":
    case "album":
    case "albumId":
      return [names, filter[names] ?? ""];
    default:
      return undefined;
  }
};

/** Of how many songs a count is kept; undefined where they have to be counted. */
export const tallyStatement = (filter: SongFilter): Statement | undefined => {
  const values = tallyOf(filter);
  return values && { sql: "SELECT sum(n) AS n FROM tallies WHERE tally = ? AND value = ?", values };
};

/** Where no count is kept. */
export const countStatement = (filter: SongFilter): Statement => {
  const terms = lookedUp(filter);
  const counting = (from: string, { sql, values }: Conditions): Statement => ({
    sql: `SELECT count(*) AS n FROM ${from} WHERE ${sql.join(" AND ")}`,
    values,
  });
  const plain = plainConditions(filter, terms);
  if (terms.length === 0) return counting("songs", plain);
  // Of words alone, the index of words knows all.
  const isAlone = Object.values({ ...filter, terms: undefined }).every((value) => !isGiven(value));
  if (isAlone) return counting("song_words", withWords(terms));
  return counting(wordsAndSongs, both(withWords(terms), plain));
};
