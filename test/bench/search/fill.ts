/** A large library in minutes: songs first, then their indexes, words and counts, each in one go. */
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { openForWriting } from "../../../functions/core/store/sqlite/connection.ts";
import { describeSongs } from "../../../functions/core/store/sqlite/describe.ts";
import { openSqliteStore } from "../../../functions/core/store/sqlite.ts";
import { songsOf } from "./songs.ts";

/** Songs of one transaction. */
const together = 20_000;

type Index = { readonly name: string; readonly sql: string };

const withoutIndexes = (db: DatabaseSync, fill: () => void): void => {
  const indexes = db
    .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'songs'")
    .all() as unknown as Index[];
  for (const { name } of indexes) db.exec(`DROP INDEX ${name}`);
  fill();
  for (const { sql } of indexes) db.exec(sql);
};

/** Gigabytes that the system still had to write would be written while answers are timed. */
const flush = async (path: string): Promise<void> => {
  const file = await open(path);
  await file.sync();
  await file.close();
};

/** Into a new folder's library. */
export const fillWithSongs = async (folder: string, songs: number): Promise<void> => {
  await openSqliteStore(folder).close();
  const path = join(folder, "segue.db");
  const db = openForWriting(path);
  db.exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; PRAGMA temp_store = MEMORY");
  const insert = db.prepare("INSERT INTO songs (doc) VALUES (?)");
  withoutIndexes(db, () => {
    let inserted = 0;
    db.exec("BEGIN");
    for (const song of songsOf(songs)) {
      insert.run(JSON.stringify({ ...song, changedAt: song.createdAt }));
      if (++inserted % together === 0) db.exec("COMMIT; BEGIN");
    }
    db.exec("COMMIT");
  });
  db.exec("BEGIN");
  describeSongs(db);
  db.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
  db.close();
  await flush(path);
};
