/** How many songs a list has, where no count is kept. */
import type { DatabaseSync } from "node:sqlite";
import type { SongFilter } from "../store.ts";
import { countStatement } from "./list.ts";
import { createStatements } from "./statements.ts";

export const prepareCounts = (db: DatabaseSync) => {
  const { one } = createStatements(db);
  return {
    count: (filter: SongFilter): number => Number(one(countStatement(filter))?.["n"] ?? 0),
  };
};

export type Counts = ReturnType<typeof prepareCounts>;
