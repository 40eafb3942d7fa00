/** Shares: few, so each is one JSON document. */
import type { DatabaseSync } from "node:sqlite";
import type { Share } from "../store.ts";
import { writing } from "./writing.ts";

export const tablesOfShares = `
  CREATE TABLE IF NOT EXISTS shares (
    digest TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    doc TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS share_by_id ON shares (id);
  CREATE INDEX IF NOT EXISTS share_by_age ON shares (created_at);
  CREATE INDEX IF NOT EXISTS share_by_expiry ON shares (expires_at);
`;

const shareOf = (row: Record<string, unknown>): Share => JSON.parse(String(row["doc"])) as Share;

export const prepareShareReads = (db: DatabaseSync) => {
  const find = db.prepare("SELECT doc FROM shares WHERE digest = ?");
  const list = db.prepare("SELECT doc FROM shares ORDER BY created_at DESC LIMIT ?");
  return {
    share: (digest: string): Share | undefined => {
      const row = find.get(digest);
      return row && shareOf(row);
    },
    shares: (limit: number): Share[] => list.all(limit).map(shareOf),
  };
};

export const prepareShareWrites = (db: DatabaseSync) => {
  const insert = writing(
    db,
    "INSERT INTO shares (digest, id, created_at, expires_at, doc) VALUES (?, ?, ?, ?, ?)",
  );
  const remove = writing(db, "DELETE FROM shares WHERE id = ?");
  const forget = writing(db, "DELETE FROM shares WHERE expires_at < ?");
  return {
    insertShare(share: Share): void {
      const { digest, id, createdAt, expiresAt } = share;
      insert(digest, id, createdAt, expiresAt, JSON.stringify(share));
    },
    removeShare: (id: string): boolean => remove(id).changes === 1,
    forgetShares(before: number): void {
      forget(before);
    },
  };
};
