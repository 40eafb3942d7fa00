/** Everything that may look at many songs. What it gives is JSON as it is stored: read where it is wanted. */
import type { DatabaseSync } from "node:sqlite";
import { LRUCache } from "lru-cache";
import type { GroupQuery, SongFilter, SongQuery } from "../store.ts";
import { groupStatement } from "./group-list.ts";
import {
  countStatement,
  type Frequency,
  frequencyOf,
  frequencyStatement,
  listStatement,
} from "./list.ts";
import { createStatements, type Statement } from "./statements.ts";
import { prepareTotals } from "./tallies.ts";

/** ms: how many songs have a word changes slowly, and what is found does not depend on it. */
const keptFor = 60_000;
const mostKept = 500;

export const prepareLists = (db: DatabaseSync) => {
  const totalOf = prepareTotals(db);
  const { all, one } = createStatements(db);
  const docs = (statement: Statement): string =>
    `[${all(statement)
      .map(({ doc }) => String(doc))
      .join()}]`;
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
    /** Songs. */
    list: (query: SongQuery): string => docs(listStatement(query, frequencyFor(query))),
    count: (filter: SongFilter): number => Number(one(countStatement(filter))?.["n"] ?? 0),
    artists: (query: GroupQuery): string => docs(groupStatement("artists", query)),
    albums: (query: GroupQuery): string => docs(groupStatement("albums", query)),
  };
};

export type Lists = ReturnType<typeof prepareLists>;
