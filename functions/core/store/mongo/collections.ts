/** The documents as MongoDB holds them. */
import type { Binary, Collection, Db } from "mongodb";
import type { Song, SongId } from "../../song/song.ts";
import type { Share } from "../store.ts";

/** `changedAt` is a date, because that is what `$currentDate` writes. */
export type SongDocument = Omit<Song, "id" | "changedAt"> & {
  readonly _id: SongId;
  readonly changedAt: Date;
};

/** `_id`: `<songId>/<name>`, so that one song's chunks are one range. `size` is in the index that lists are read from. */
export type ChunkDocument = {
  readonly _id: string;
  readonly bytes: Binary;
  readonly size: number;
  readonly revision?: number;
};

export type KeyDocument = {
  readonly _id: string;
  readonly songId: SongId;
  readonly createdAt: number;
};

/** By its digest. */
export type ShareDocument = Omit<Share, "digest"> & { readonly _id: string };

export type MetaDocument = { readonly _id: "schema"; readonly version: number };

export type Collections = {
  readonly songs: Collection<SongDocument>;
  readonly chunks: Collection<ChunkDocument>;
  readonly keys: Collection<KeyDocument>;
  readonly shares: Collection<ShareDocument>;
};

export const collectionsOf = (db: Db): Collections => ({
  songs: db.collection("songs"),
  chunks: db.collection("chunks"),
  keys: db.collection("keys"),
  shares: db.collection("shares"),
});
