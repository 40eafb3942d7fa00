/** Pages of songs, albums and artists. */
import type { DatabaseSync } from "node:sqlite";
import { LRUCache } from "lru-cache";
import type { Album, Artist } from "../../song/groups.ts";
import type { Song } from "../../song/song.ts";
import type { GroupQuery, SongFilter, SongQuery } from "../store.ts";
import { groupStatement } from "./group-list.ts";
import {
  type Frequency,
  frequencyOf,
  frequencyStatement,
  listStatement,
  tallyStatement,
} from "./list.ts";
import { createStatements, type Statement } from "./statements.ts";
import { prepareTotals } from "./tallies.ts";

/** ms: how many songs have a word changes slowly, and what is found does not depend on it. */
const keptFor = 60_000;
const mostKept = 500;

export const prepareLists = (db: DatabaseSync) => {
  const totalOf = prepareTotals(db);
  const { all, one } = createStatements(db);
  const docs = (statement: Statement): unknown[] =>
    all(statement).map(({ doc }) => JSON.parse(String(doc)) as unknown);
  const frequencies = new LRUCache<string, Frequency>({ max: mostKept, ttl: keptFor });

  const frequencyFor = (query: SongQuery): Frequency | undefined => {
    const songs = totalOf("songs");
    const asked = frequencyStatement(query, songs);
    if (!asked) return undefined;
    const words = String(asked.values[0]);
    const known = frequencies.get(words);
    if (known) return known;
    const frequency = frequencyOf(Number(one(asked)?.["n"]), songs);
    frequencies.set(words, frequency);
    return frequency;
  };

  return {
    list: (query: SongQuery) => docs(listStatement(query, frequencyFor(query))) as Song[],
    /** Undefined where they have to be counted. */
    tally: (filter: SongFilter): number | undefined => {
      const statement = tallyStatement(filter);
      return statement && Number(one(statement)?.["n"] ?? 0);
    },
    artists: (query: GroupQuery) => docs(groupStatement("artists", query)) as Artist[],
    albums: (query: GroupQuery) => docs(groupStatement("albums", query)) as Album[],
  };
};

export type Lists = ReturnType<typeof prepareLists>;
