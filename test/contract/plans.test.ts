/** How SQLite means to find what is asked for: by an index, whatever it is. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSqliteStore } from "../../functions/core/store/sqlite.ts";
import { groupStatement } from "../../functions/core/store/sqlite/group-list.ts";
import {
  countStatement,
  listStatement,
  tallyStatement,
} from "../../functions/core/store/sqlite/list.ts";
import { prepareCounts } from "../../functions/core/store/sqlite/counts.ts";
import { prepareLists } from "../../functions/core/store/sqlite/lists.ts";
import { prepareReads } from "../../functions/core/store/sqlite/reads.ts";
import type { Statement } from "../../functions/core/store/sqlite/statements.ts";
import { prepareWrites } from "../../functions/core/store/sqlite/writes.ts";
import type { SongFilter } from "../../functions/core/store/store.ts";
import { broad, narrow, sorts } from "../support/queries.ts";

let folder: string;
let db: DatabaseSync;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "segue-plans-"));
  await openSqliteStore(folder).close();
  db = new DatabaseSync(join(folder, "segue.db"));
});
afterAll(async () => {
  db.close();
  await rm(folder, { recursive: true });
});

const planOf = ({ sql, values }: Statement): string =>
  db
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...values)
    .map(({ detail }) => String(detail))
    .join("\n");

/** A table from its first row to its last. */
const wholeTable = /SCAN (songs|song_places|albums|artists|tallies|chunks|keys)$/m;
const sorting = "TEMP B-TREE FOR ORDER BY";

const words: readonly SongFilter[] = [
  { terms: ["a"] },
  { terms: ["a", "b"] },
  { terms: ["a"], genre: "rock" },
];

const after = { key: "x", id: "y" };
const afterDate = { key: 5, id: "y" };

describe.each(sorts)("a list by %s", (sort) => {
  const position = sort === "added" ? afterDate : after;

  test.each([...broad, ...words])("of %j walks an index in that order", (filter) => {
    for (const descending of [false, true])
      for (const where of [{}, { after: position }]) {
        const plan = planOf(listStatement({ filter, sort, descending, limit: 100, ...where }));
        expect(plan).toMatch(
          filter.terms && sort === "added"
            ? /SCAN song_words VIRTUAL TABLE INDEX/
            : /(SCAN|SEARCH) songs USING INDEX/,
        );
        expect(plan).not.toMatch(wholeTable);
        expect(plan).not.toContain(sorting);
      }
  });

  test.each([...broad, ...words])(
    "of %j leaps along an index, and sorts the page it comes to",
    (filter) => {
      const query = { filter, sort, descending: false, limit: 100, offset: 9 };
      const plan = planOf(listStatement(query));
      expect(plan).not.toMatch(wholeTable);
      expect(plan.match(/TEMP B-TREE/g)?.length ?? 0).toBeLessThanOrEqual(1);
    },
  );

  test.each(narrow)("of %j finds them by an index", (filter) => {
    const plan = planOf(listStatement({ filter, sort, descending: false, limit: 100 }));
    expect(plan).toMatch(/(SCAN|SEARCH) songs USING (INDEX|INTEGER PRIMARY KEY)/);
  });

  test("of rare words looks up the songs that have them", () => {
    const filter = { terms: ["a"] };
    const plan = planOf(listStatement({ filter, sort, descending: false, limit: 100 }, "rare"));
    expect(plan).toContain("SCAN song_words VIRTUAL TABLE INDEX");
    expect(plan).toContain("SEARCH songs USING INTEGER PRIMARY KEY");
  });
});

test.each(["title", "artist", "album"] as const)(
  "by %s, common words are asked of song after song",
  (sort) => {
    const filter = { terms: ["a"] };
    const plan = planOf(listStatement({ filter, sort, descending: false, limit: 100 }, "common"));
    expect(plan).toMatch(/SCAN songs USING INDEX/);
    expect(plan).not.toContain("song_words");
    expect(plan).not.toContain(sorting);
  },
);

test.each(["title", "artist", "album"] as const)("what a %s begins with is a range", (sort) => {
  const filter = { begins: { [sort]: "a" }, beginsNot: { title: "b" } };
  for (const where of [{}, { after }]) {
    const plan = planOf(listStatement({ filter, sort, descending: false, limit: 100, ...where }));
    expect(plan).toMatch(new RegExp(`SEARCH songs USING INDEX list_by_${sort} \\(${sort}_key>`));
    expect(plan).not.toContain(sorting);
  }
});

test.each([{}, { state: "ready" }, { genre: "rock" }, { genre: "rock", state: "ready" }] as const)(
  "of %j the count is known",
  (filter) => {
    const statement = tallyStatement(filter);
    expect(statement && planOf(statement)).toMatch(/^SEARCH tallies USING PRIMARY KEY/);
  },
);

test.each([...words, ...narrow])("%j is counted by an index", (filter) => {
  const plan = planOf(tallyStatement(filter) ?? countStatement(filter));
  expect(plan).toMatch(
    /(SEARCH (songs|tallies) USING)|(SCAN songs USING INDEX tombstones)|(SCAN song_words VIRTUAL TABLE INDEX)/,
  );
  expect(plan).not.toMatch(wholeTable);
});

describe.each(["albums", "artists"] as const)("%s", (groups) => {
  test.each([{}, { begins: "a" }, { begins: "a", beginsNot: "ab" }])("%j are a range", (filter) => {
    for (const where of [{}, { after }]) {
      const plan = planOf(groupStatement(groups, { ...filter, ...where, limit: 100 }));
      expect(plan).toMatch(
        new RegExp(`(SCAN|SEARCH) ${groups} USING (INDEX|COVERING INDEX) ${groups}_by_key`),
      );
      expect(plan).not.toContain(sorting);
    }
  });

  test("with words are looked up", () => {
    const plan = planOf(groupStatement(groups, { terms: ["a"], limit: 100 }));
    expect(plan).toMatch(/SCAN \w+_words VIRTUAL TABLE INDEX/);
    expect(plan).not.toMatch(wholeTable);
  });
});

test("albums of an artist are looked up", () => {
  const plan = planOf(groupStatement("albums", { artist: "ada", limit: 100 }));
  expect(plan).toContain("SEARCH tallies USING PRIMARY KEY");
  expect(plan).toMatch(/SEARCH albums USING INDEX/);
});

test("no statement that is always ready reads a whole table", () => {
  const texts: string[] = [];
  const noting = new Proxy(db, {
    get: (target, name) =>
      name === "prepare"
        ? (sql: string) => {
            texts.push(sql);
            return target.prepare(sql);
          }
        : Reflect.get(target, name),
  });
  prepareCounts(noting);
  prepareLists(noting);
  prepareReads(noting);
  prepareWrites(noting, folder);
  expect(texts.length).toBeGreaterThan(30);
  const ones = texts.filter((sql) => sql !== "SELECT 1 FROM songs LIMIT 1");
  const plans = ones.map((sql) => {
    const values = Array.from(sql.matchAll(/\?/g), () => 1);
    return `${sql}\n${planOf({ sql, values })}`;
  });
  for (const plan of plans) expect(plan).not.toMatch(wholeTable);
});
