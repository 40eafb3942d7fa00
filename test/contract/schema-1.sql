-- What the first version made: a library as it may be found.
PRAGMA page_size = 16384;
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
CREATE TABLE songs (
  number INTEGER PRIMARY KEY,
  doc TEXT NOT NULL,
  id TEXT GENERATED ALWAYS AS (doc ->> '$.id') VIRTUAL,
  state TEXT GENERATED ALWAYS AS (doc ->> '$.state') VIRTUAL,
  created_at INTEGER GENERATED ALWAYS AS (doc ->> '$.createdAt') VIRTUAL,
  changed_at INTEGER GENERATED ALWAYS AS (doc ->> '$.changedAt') VIRTUAL,
  deleted_at INTEGER GENERATED ALWAYS AS (doc ->> '$.deletedAt') VIRTUAL,
  due_at INTEGER GENERATED ALWAYS AS (doc ->> '$.dueAt') VIRTUAL,
  expires_at INTEGER GENERATED ALWAYS AS (doc ->> '$.expiresAt') VIRTUAL,
  complete INTEGER GENERATED ALWAYS AS (doc ->> '$.original.complete') VIRTUAL,
  fingerprint TEXT GENERATED ALWAYS AS (doc ->> '$.original.fingerprint') VIRTUAL,
  album_id TEXT GENERATED ALWAYS AS (doc ->> '$.albumId') VIRTUAL,
  title_key TEXT GENERATED ALWAYS AS (doc ->> '$.keys.title') VIRTUAL,
  artist_key TEXT GENERATED ALWAYS AS (doc ->> '$.keys.artist') VIRTUAL,
  album_key TEXT GENERATED ALWAYS AS (doc ->> '$.keys.album') VIRTUAL,
  artist TEXT GENERATED ALWAYS AS (doc ->> '$.filters.artist') VIRTUAL,
  album TEXT GENERATED ALWAYS AS (doc ->> '$.filters.album') VIRTUAL,
  genre TEXT GENERATED ALWAYS AS (doc ->> '$.filters.genre') VIRTUAL,
  size INTEGER GENERATED ALWAYS AS (doc ->> '$.size') VIRTUAL,
  samples INTEGER GENERATED ALWAYS AS (doc ->> '$.encoding.samples') VIRTUAL,
  sample_rate INTEGER GENERATED ALWAYS AS (doc ->> '$.encoding.sampleRate') VIRTUAL
  ) STRICT;
CREATE VIRTUAL TABLE song_terms USING fts5(
  terms, content='', contentless_delete=1, detail=none, prefix='1 2 3', tokenize='unicode61 remove_diacritics 0'
  );
CREATE TABLE chunks (
  number INTEGER PRIMARY KEY,
  song_id TEXT NOT NULL,
  name TEXT NOT NULL,
  revision INTEGER,
  size INTEGER NOT NULL,
  bytes BLOB NOT NULL
  ) STRICT;
CREATE TABLE keys (key TEXT PRIMARY KEY, song_id TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX song_by_id ON songs (id);
CREATE INDEX list_by_added ON songs (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX list_by_title ON songs (title_key, id) WHERE deleted_at IS NULL;
CREATE INDEX list_by_artist ON songs (artist_key, id) WHERE deleted_at IS NULL;
CREATE INDEX list_by_album ON songs (album_key, id) WHERE deleted_at IS NULL;
CREATE INDEX filter_by_artist ON songs (artist, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX filter_by_album ON songs (album, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX filter_by_genre ON songs (genre, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX filter_by_genre_title_key ON songs (genre, title_key, id) WHERE deleted_at IS NULL;
CREATE INDEX filter_by_genre_artist_key ON songs (genre, artist_key, id) WHERE deleted_at IS NULL;
CREATE INDEX filter_by_genre_album_key ON songs (genre, album_key, id) WHERE deleted_at IS NULL;
CREATE INDEX filter_by_state ON songs (state, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX filter_by_state_title_key ON songs (state, title_key, id) WHERE deleted_at IS NULL;
CREATE INDEX filter_by_state_artist_key ON songs (state, artist_key, id) WHERE deleted_at IS NULL;
CREATE INDEX filter_by_state_album_key ON songs (state, album_key, id) WHERE deleted_at IS NULL;
CREATE INDEX song_by_album ON songs (album_id, album_key, id) WHERE deleted_at IS NULL;
CREATE INDEX song_by_fingerprint ON songs (fingerprint) WHERE fingerprint IS NOT NULL;
CREATE INDEX song_by_sha256 ON songs ((doc ->> '$.original.sha256'), created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX song_totals ON songs (size, samples, sample_rate) WHERE deleted_at IS NULL;
CREATE INDEX tombstones ON songs (created_at, id) WHERE deleted_at IS NOT NULL;
CREATE INDEX changes ON songs (changed_at, id);
CREATE INDEX due ON songs (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX expiring ON songs (expires_at) WHERE expires_at IS NOT NULL;
CREATE UNIQUE INDEX chunk_by_name ON chunks (song_id, name);
CREATE INDEX key_by_age ON keys (created_at);
PRAGMA user_version = 1;
