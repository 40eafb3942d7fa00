import type { DatabaseSync, SQLInputValue } from "node:sqlite";

export type Outcome = { readonly changes: number; readonly lastNumber: number };

/**
 * A statement that writes. What the full-text index writes by itself leaves row numbers behind that no JavaScript
 * number holds, and the driver throws over those: hence the way by bigint.
 */
export const writing = (db: DatabaseSync, sql: string) => {
  const statement = db.prepare(sql);
  statement.setReadBigInts(true);
  return (...values: readonly SQLInputValue[]): Outcome => {
    const { changes, lastInsertRowid } = statement.run(...values);
    return { changes: Number(changes), lastNumber: Number(lastInsertRowid) };
  };
};
