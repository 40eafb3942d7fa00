/** The room that the database takes, and has. https://www.mongodb.com/docs/manual/reference/command/dbStats/ */
import type { Db } from "mongodb";

/** Bytes that are worth a compaction, and the share of the files that they must be at least: it takes minutes. */
const least = 1e9;
const leastShare = 0.2;

type DbStats = {
  readonly fsTotalSize?: number;
  readonly fsUsedSize?: number;
  readonly storageSize?: number;
  /** Since MongoDB 5. */
  readonly freeStorageSize?: number;
};

const statsOf = async (db: Db): Promise<DbStats> => db.command({ dbStats: 1, freeStorage: 1 });

/** Undefined for servers that do not tell. */
export const freeBytes = async (db: Db): Promise<number | undefined> => {
  const { fsTotalSize, fsUsedSize } = await statsOf(db);
  return fsTotalSize === undefined || fsUsedSize === undefined
    ? undefined
    : fsTotalSize - fsUsedSize;
};

export const isWorthCompacting = ({ storageSize = 0, freeStorageSize = 0 }: DbStats): boolean =>
  freeStorageSize >= least && freeStorageSize >= storageSize * leastShare;

/**
 * MongoDB fills the holes in its files with what comes later; the disk gets them by a compaction only. Readers and
 * writers go on meanwhile (since MongoDB 4.4).
 */
export const compactIfWorthwhile = async (db: Db): Promise<void> => {
  if (isWorthCompacting(await statsOf(db))) await db.command({ compact: "chunks", force: true });
};
