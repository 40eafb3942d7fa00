import { DatabaseSync } from "node:sqlite";

/** Another process may hold the write lock for as long as this (ms) before a call fails. */
const timeout = 5_000;

export const openForWriting = (path: string): DatabaseSync => {
  const db = new DatabaseSync(path, { timeout });
  // FULL: what is acknowledged survives a power cut. https://sqlite.org/pragma.html#pragma_synchronous
  db.exec("PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF");
  return db;
};

export const openForReading = (path: string): DatabaseSync => {
  const db = new DatabaseSync(path, { timeout, readOnly: true });
  db.exec("PRAGMA query_only = ON");
  return db;
};
