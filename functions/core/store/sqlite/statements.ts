/** Statements that are put together when they are asked for, and prepared once for each text. */
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";

export type Statement = { readonly sql: string; readonly values: readonly SQLInputValue[] };

type Row = Record<string, unknown>;

/** Texts differ by filters, orders and the number of words: rarely so many. */
const mostKept = 256;

export const createStatements = (db: DatabaseSync) => {
  const kept = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const statement = kept.get(sql) ?? db.prepare(sql);
    if (kept.size >= mostKept) kept.clear();
    kept.set(sql, statement);
    return statement;
  };
  return {
    all: ({ sql, values }: Statement): Row[] => prepared(sql).all(...values),
    one: ({ sql, values }: Statement): Row | undefined => prepared(sql).get(...values),
  };
};
