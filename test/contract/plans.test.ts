/** How SQLite means to find the songs of each list: by an index, whatever is asked for. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SongFilter, SortField } from "../../functions/core/store/store.ts";
import { openSqliteStore } from "../../functions/core/store/sqlite.ts";
import {
  countStatement,
  listStatement,
  type Statement,
} from "../../functions/core/store/sqlite/list.ts";

let folder: string;
let db: DatabaseSync;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "segue-plans-"));
  await openSqliteStore(folder).close();
  db = new DatabaseSync(join(folder, "segue.db"), { readOnly: true });
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

const sorts: readonly SortField[] = ["added", "title", "artist", "album"];

/** Filters that very many songs may pass: these are not to be sorted. */
const broad: readonly SongFilter[] = [
  {},
  { state: "ready" },
  { genre: "rock" },
  { terms: ["a"] },
  { terms: ["a", "b"] },
];
/** Filters that few songs pass. */
const narrow: readonly SongFilter[] = [
  { artist: "ada" },
  { album: "one" },
  { albumId: "x" },
  { fingerprint: "1-ab" },
  { sha256: "ab" },
  { deletedAfter: 5 },
  { artist: "ada", terms: ["a"] },
];

const after = { key: "x", id: "y" };

describe.each(sorts)("a list by %s", (sort) => {
  test.each(broad)("of %j walks an index in that order", (filter) => {
    for (const descending of [false, true])
      for (const position of [{}, { after }]) {
        const plan = planOf(listStatement({ filter, sort, descending, limit: 100, ...position }));
        expect(plan).toMatch(/(SCAN|SEARCH) songs USING INDEX/);
        expect(plan).not.toContain("TEMP B-TREE FOR ORDER BY");
      }
  });

  test.each(broad)("of %j leaps along an index, and sorts the page it comes to", (filter) => {
    const plan = planOf(listStatement({ filter, sort, descending: false, limit: 100, offset: 9 }));
    expect(plan).toMatch(/(SCAN|SEARCH) songs USING (COVERING )?INDEX/);
    expect(plan).not.toMatch(/SCAN songs$/m);
    expect(plan.match(/TEMP B-TREE/g)?.length ?? 0).toBeLessThanOrEqual(1);
  });

  test.each(narrow)("of %j finds them by an index", (filter) => {
    const plan = planOf(listStatement({ filter, sort, descending: false, limit: 100 }));
    expect(plan).toMatch(/(SCAN|SEARCH) songs USING (INDEX|INTEGER PRIMARY KEY)/);
  });
});

test.each([...broad, ...narrow])("%j is counted by an index", (filter) => {
  expect(planOf(countStatement(filter))).toMatch(
    /(SCAN|SEARCH) songs USING (COVERING INDEX|INDEX|INTEGER PRIMARY KEY)/,
  );
});
