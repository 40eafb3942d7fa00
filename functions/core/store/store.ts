/**
 * What Segue needs of a database: songs, their chunks, leases on work, and little else. Small enough for two
 * adapters that pass one contract suite. Everything that is acknowledged is durable; every single call is
 * atomic and no two calls are.
 */
import type { Album, Artist } from "../song/groups.ts";
import type { Lease, Original, Song, SongId, SortKeys, State } from "../song/song.ts";

export type Store = {
  readonly songs: SongStore;
  readonly chunks: ChunkStore;
  readonly leases: LeaseStore;
  readonly keys: KeyStore;
  readonly shares: ShareStore;
  /** For people and logs: `MongoDB` or `SQLite`. */
  readonly name: string;
  /** The store's clock, epoch ms: what `changedAt` is set by. Throws StoreAway, so it serves as the readiness check. */
  now(): Promise<number>;
  /** Bytes that its disk still has; undefined where it does not say. */
  free(): Promise<number | undefined>;
  /** Lets the disk have what was deleted, where that is worth its while. */
  giveBack(): Promise<void>;
  close(): Promise<void>;
};

type Kept = "lease" | "changedAt" | "id" | "original";

/** Fields to write. Absent ones stay as they are. The store sets `changedAt` itself. */
export type SongChange = {
  readonly set?: Partial<Omit<Song, Kept>>;
  readonly unset?: readonly (keyof OptionalFields)[];
  /** Single fields of the original, so that who uploads and who encodes do not overwrite each other. */
  readonly original?: Partial<Original>;
  /** Bytes to add to `size`. */
  readonly grow?: number;
};

type OptionalFields = {
  [K in keyof Song as undefined extends Song[K] ? K : never]: Song[K];
};

/** What must be true of a song for a change to happen. */
export type SongGuard = {
  readonly revision?: number;
  readonly tagsVersion?: number;
  /** The lease's holder. */
  readonly holder?: string;
  /** The upload's offset. */
  readonly bytes?: number;
  readonly complete?: boolean;
  readonly expiresAt?: number;
  readonly deleted?: boolean;
  readonly states?: readonly State[];
};

export type SongFilter = {
  /** Folded words (`queryTerms`); each must begin one of the song's terms. */
  readonly terms?: readonly string[];
  /** Folded (`filterKey`). */
  readonly artist?: string;
  readonly album?: string;
  readonly genre?: string;
  readonly albumId?: string;
  readonly state?: State;
  readonly fingerprint?: string;
  /** Of the original, hex. */
  readonly sha256?: string;
  /** What sort keys begin with, and do not begin with. */
  readonly begins?: Beginnings;
  readonly beginsNot?: Beginnings;
  /** Tombstones instead of songs: those deleted after this (epoch ms). */
  readonly deletedAfter?: number;
};

export type Beginnings = { readonly [K in keyof SortKeys]?: string };

export type SortField = "added" | "title" | "artist" | "album";

export type SongQuery = {
  readonly filter: SongFilter;
  readonly sort: SortField;
  readonly descending: boolean;
  readonly limit: number;
  /** The last song of the page before. */
  readonly after?: PagePosition;
  /** So many songs are passed over: for leaps, as it costs what it passes over. */
  readonly offset?: number;
};

/** Where a page ends: its last song's sort value, and its id where values are equal. */
export type PagePosition = { readonly key: string | number; readonly id: SongId };

/** Artists or albums, by name. */
export type GroupQuery = {
  /** Folded words (`queryTerms`); each must begin one of the artist's or album's terms. */
  readonly terms?: readonly string[];
  /** What its name begins with, and does not begin with; folded. */
  readonly begins?: string;
  readonly beginsNot?: string;
  /** Folded (`filterKey`): albums with a song of this artist. */
  readonly artist?: string;
  readonly limit: number;
  /** Key and id of the last one of the page before. */
  readonly after?: { readonly key: string; readonly id: string };
};

export type ChangePosition = { readonly changedAt: number; readonly id?: SongId };

export type Totals = {
  readonly songs: number;
  readonly albums: number;
  readonly artists: number;
  /** Seconds. */
  readonly duration: number;
  /** Bytes. */
  readonly size: number;
};

export type SongStore = {
  insert(song: Omit<Song, "changedAt">): Promise<void>;
  /** Tombstones too. */
  get(id: SongId): Promise<Song | undefined>;
  /** The changed song; undefined when there is none or the guard does not hold. */
  update(id: SongId, change: SongChange, guard?: SongGuard): Promise<Song | undefined>;
  /** For ever. Its chunks go first, by `chunks.delete`. */
  purge(id: SongId): Promise<void>;
  list(query: SongQuery): Promise<Song[]>;
  count(filter: SongFilter): Promise<number>;
  /** Songs and tombstones that changed after the position (at it too, when it has no id), oldest change first. */
  changedSince(position: ChangePosition, limit: number): Promise<Song[]>;
  /** Epoch ms of the newest change, by the store's clock; 0 where there is no song. */
  lastChange(): Promise<number>;
  /** Those whose `expiresAt` has passed, oldest first. */
  expired(now: number, limit: number): Promise<Song[]>;
  /** Of songs that have one, as all of them say. */
  artists(query: Omit<GroupQuery, "artist">): Promise<Artist[]>;
  albums(query: GroupQuery): Promise<Album[]>;
  totals(): Promise<Totals>;
  /** Bytes, of songs and tombstones. */
  stored(): Promise<number>;
  /** Bytes that uploads have announced and not brought yet. */
  promised(): Promise<number>;
};

export type Chunk = { readonly bytes: Uint8Array; readonly revision?: number };
export type ChunkInfo = { readonly name: string; readonly size: number };

export type ChunkStore = {
  /**
   * Stores it unless the name is taken; says whether it did. The first write wins. The bytes must stay as they are until
   * it is done; where it fails, for ever, as somebody may be reading them still.
   */
  insert(songId: SongId, name: string, bytes: Uint8Array): Promise<boolean>;
  /** Stores it unless one of the same or a higher revision is there; says whether it did. */
  replace(songId: SongId, name: string, bytes: Uint8Array, revision: number): Promise<boolean>;
  get(songId: SongId, name: string): Promise<Chunk | undefined>;
  /** Ids of songs that have chunks, in their order, after this one. */
  owners(after: SongId, limit: number): Promise<SongId[]>;
  /** In the order of their names. */
  list(songId: SongId, prefix: string): Promise<ChunkInfo[]>;
  /** Deletes up to `limit` chunks whose names begin so; says how many. */
  delete(songId: SongId, prefix: string, limit: number): Promise<number>;
};

export type LeaseRequest = {
  readonly holder: string;
  /** Epoch ms by the worker's clock. */
  readonly now: number;
  /** ms. */
  readonly duration: number;
};

/** Which songs a worker asks for. */
export type Wanted = {
  /** Those whose upload is, or is not, at its end. */
  readonly complete?: boolean;
  /** Bytes of the original. */
  readonly atLeast?: number;
  readonly below?: number;
};

export type LeaseStore = {
  /** Claims the song that has been due longest, of those that are wanted. */
  take(request: LeaseRequest & Wanted): Promise<Song | undefined>;
  /** Undefined when the lease is lost or the song deleted. `progressed` forgets the failed attempts. */
  renew(
    id: SongId,
    request: LeaseRequest & { readonly progressed?: boolean },
  ): Promise<Song | undefined>;
  /** Gives the song back: due again at `dueAt`, or never. */
  release(id: SongId, holder: Lease["holder"], dueAt?: number): Promise<void>;
};

/** What opens a song or an album to whoever has its link. */
export type Share = {
  readonly id: string;
  /** Of the link's secret, which is kept nowhere: SHA-256, base64url. */
  readonly digest: string;
  /** Either of them. */
  readonly songId?: SongId;
  readonly albumId?: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly expiresAt: number;
};

export type ShareStore = {
  insert(share: Share): Promise<void>;
  /** Also one that has expired. */
  find(digest: string): Promise<Share | undefined>;
  /** The newest first. */
  list(limit: number): Promise<Share[]>;
  /** Says whether it was there. */
  remove(id: string): Promise<boolean>;
  /** Those that expired before this (epoch ms). */
  forget(before: number): Promise<void>;
};

export type ClaimedKey = { readonly songId: SongId; /** Epoch ms. */ readonly createdAt: number };

/** Idempotency keys of requests. */
export type KeyStore = {
  /** Notes the song under the key; says what is noted there already, if anything. */
  claim(key: string, songId: SongId, now: number): Promise<ClaimedKey | undefined>;
  /** Points the key at another song, if it still points at `from`; says whether it did. */
  move(key: string, from: SongId, to: SongId): Promise<boolean>;
  /** Forgets those older than this (epoch ms). */
  forget(before: number): Promise<void>;
};
