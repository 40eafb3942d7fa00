/** Tables, indexes and migrations. A song is one JSON document; what it is listed and found by are columns of it. */
import type { DatabaseSync } from "node:sqlite";
import { pendingSteps, versionAfter } from "../schema.ts";
import { describeSongs } from "./describe.ts";
import { tablesOfGroups } from "./groups.ts";
import { tablesOfTallies } from "./tallies.ts";
import { tablesOfWords } from "./words.ts";
import { tablesOfShares } from "./shares.ts";

/** Both are fixed when the file is made. Chunks of 15 to 100 kB sit best on large pages. */
const beforeTables = `
  PRAGMA page_size = 16384;
  PRAGMA auto_vacuum = INCREMENTAL;
  PRAGMA journal_mode = WAL;
`;

const column = (name: string, type: string, path: string): string =>
  `${name} ${type} GENERATED ALWAYS AS (doc ->> '$.${path}') VIRTUAL`;

const songColumns = [
  column("id", "TEXT", "id"),
  column("state", "TEXT", "state"),
  column("created_at", "INTEGER", "createdAt"),
  column("changed_at", "INTEGER", "changedAt"),
  column("deleted_at", "INTEGER", "deletedAt"),
  column("due_at", "INTEGER", "dueAt"),
  column("expires_at", "INTEGER", "expiresAt"),
  column("complete", "INTEGER", "original.complete"),
  column("fingerprint", "TEXT", "original.fingerprint"),
  column("album_id", "TEXT", "albumId"),
  column("title_key", "TEXT", "keys.title"),
  column("artist_key", "TEXT", "keys.artist"),
  column("album_key", "TEXT", "keys.album"),
  column("artist", "TEXT", "filters.artist"),
  column("album", "TEXT", "filters.album"),
  column("genre", "TEXT", "filters.genre"),
  column("size", "INTEGER", "size"),
  column("samples", "INTEGER", "encoding.samples"),
  column("sample_rate", "INTEGER", "encoding.sampleRate"),
].join(",\n    ");

const tables = `
  CREATE TABLE IF NOT EXISTS songs (
    number INTEGER PRIMARY KEY,
    doc TEXT NOT NULL,
    ${songColumns}
  ) STRICT;
  CREATE TABLE IF NOT EXISTS chunks (
    number INTEGER PRIMARY KEY,
    song_id TEXT NOT NULL,
    name TEXT NOT NULL,
    revision INTEGER,
    size INTEGER NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS keys (key TEXT PRIMARY KEY, song_id TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT;
  ${tablesOfTallies}
  ${tablesOfGroups}
  ${tablesOfWords}
  ${tablesOfShares}
`;

/** An index needs no column of its own: this one came later. */
export const sha256 = "(doc ->> '$.original.sha256')";

const sortColumns = ["created_at", "title_key", "artist_key", "album_key"];

/** Of what very many songs share, every order has an index; a single artist's songs are soon sorted. */
const filterIndex = (filter: string, sort: string): string =>
  `CREATE INDEX IF NOT EXISTS filter_by_${filter}${sort === "created_at" ? "" : `_${sort}`} ON songs (${filter}, ${sort}, id) WHERE deleted_at IS NULL;`;

const indexes = `
  CREATE UNIQUE INDEX IF NOT EXISTS song_by_id ON songs (id);
  CREATE INDEX IF NOT EXISTS list_by_added ON songs (created_at, id) WHERE deleted_at IS NULL;
  CREATE INDEX IF NOT EXISTS list_by_title ON songs (title_key, id) WHERE deleted_at IS NULL;
  CREATE INDEX IF NOT EXISTS list_by_artist ON songs (artist_key, id) WHERE deleted_at IS NULL;
  CREATE INDEX IF NOT EXISTS list_by_album ON songs (album_key, id) WHERE deleted_at IS NULL;
  CREATE INDEX IF NOT EXISTS filter_by_artist ON songs (artist, created_at, id) WHERE deleted_at IS NULL;
  CREATE INDEX IF NOT EXISTS filter_by_album ON songs (album, created_at, id) WHERE deleted_at IS NULL;
  ${["genre", "state"].flatMap((filter) => sortColumns.map((sort) => filterIndex(filter, sort))).join("\n  ")}
  CREATE INDEX IF NOT EXISTS song_by_album ON songs (album_id, album_key, id) WHERE deleted_at IS NULL;
  CREATE INDEX IF NOT EXISTS song_by_fingerprint ON songs (fingerprint) WHERE fingerprint IS NOT NULL;
  CREATE INDEX IF NOT EXISTS song_by_sha256 ON songs (${sha256}, created_at, id) WHERE deleted_at IS NULL;
  CREATE INDEX IF NOT EXISTS tombstones ON songs (created_at, id) WHERE deleted_at IS NOT NULL;
  CREATE INDEX IF NOT EXISTS changes ON songs (changed_at, id);
  CREATE INDEX IF NOT EXISTS due ON songs (due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX IF NOT EXISTS expiring ON songs (expires_at) WHERE expires_at IS NOT NULL;
  CREATE UNIQUE INDEX IF NOT EXISTS chunk_by_name ON chunks (song_id, name);
  CREATE INDEX IF NOT EXISTS key_by_age ON keys (created_at);
`;

/** An older program would write songs without their words and counts: it finds its index of words gone, and says so. */
const toCountsAndGroups = (db: DatabaseSync): void => {
  db.exec("DROP TABLE song_terms; DROP INDEX song_totals");
  db.exec(tables);
  describeSongs(db);
};

const migrations: readonly ((db: DatabaseSync) => void)[] = [toCountsAndGroups];

/** Makes the file's tables or brings them to this program's schema, in one transaction. Throws SchemaTooNew. */
export const migrate = (db: DatabaseSync): void => {
  db.exec(beforeTables);
  db.exec("BEGIN IMMEDIATE");
  try {
    const found = Number(db.prepare("PRAGMA user_version").get()?.["user_version"]);
    for (const step of pendingSteps(found, migrations)) step(db);
    db.exec(tables);
    db.exec(indexes);
    db.exec(`PRAGMA user_version = ${versionAfter(migrations)}`);
    db.exec("COMMIT");
  } catch (error) {
    db.exec("ROLLBACK");
    throw error;
  }
};
