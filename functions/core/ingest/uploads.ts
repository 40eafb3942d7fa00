/** The way of an upload into the store: parts first, then the offset that makes them count. */
import { Problem, problemOf } from "../problem.ts";
import type { Song, SongId } from "../song/song.ts";
import { cleanFilename, cleanTags, derivedFromTags, type LooseTags } from "../song/tags.ts";
import type { Store } from "../store/store.ts";
import { type Bell, changeTopic, workTopic } from "./bell.ts";
import { partName } from "./parts.ts";

/** An upload that nobody has added to for so long (ms) is taken for dead. */
const patience = 2 * 60_000;
/** What is left of it is kept for so long (ms), for people to see that it failed. */
const interruptedFor = 60 * 60_000;

type Doors = { readonly store: Store; readonly bell: Bell };

export type UploadStart = {
  readonly id: SongId;
  readonly filename?: string;
  readonly contentType?: string;
  readonly expectedBytes?: number;
  readonly givenTags: LooseTags;
};

/** A song whose bytes are still to come. A worker may take it from its first part on. */
export const startUpload = async ({ store, bell }: Doors, start: UploadStart): Promise<Song> => {
  const { contentType, expectedBytes } = start;
  const filename = cleanFilename(start.filename);
  const now = Date.now();
  const original = {
    ...(filename !== undefined && { filename }),
    ...(contentType !== undefined && { contentType }),
    ...(expectedBytes !== undefined && { expectedBytes }),
    bytes: 0,
    complete: false,
  };
  const tagSources = {
    fileTags: {},
    givenTags: cleanTags(start.givenTags),
    editedTags: {},
    original,
  };
  const song: Omit<Song, "changedAt"> = {
    id: start.id,
    state: "uploading",
    playable: false,
    createdAt: now,
    revision: 0,
    tagsVersion: 0,
    ...tagSources,
    ...derivedFromTags(tagSources),
    size: 0,
    dueAt: now,
    expiresAt: now + patience,
  };
  await store.songs.insert(song);
  bell.ring(changeTopic);
  return { ...song, changedAt: now };
};

const beginAlike = (one: Uint8Array, other: Uint8Array): boolean => {
  const length = Math.min(one.length, other.length);
  return Buffer.compare(one.subarray(0, length), other.subarray(0, length)) === 0;
};

/** Bytes that the part at this offset has after all: ours, or those that came first and begin like ours. */
const storePart = async (
  { chunks }: Store,
  id: SongId,
  offset: number,
  bytes: Uint8Array,
): Promise<number> => {
  if (await chunks.insert(id, partName(offset), bytes)) return bytes.length;
  const stored = await chunks.get(id, partName(offset));
  if (stored && beginAlike(stored.bytes, bytes)) return stored.bytes.length;
  throw new Problem("upload-conflict", {
    detail: "Other bytes came first. Upload the file again.",
  });
};

/** Why bytes cannot be added to this upload. */
const refusal = (song: Song | undefined): Problem => {
  if (!song) return new Problem("unknown-song");
  if (song.deletedAt !== undefined) return new Problem("song-deleted");
  if (song.state === "failed" && song.reason) return problemOf(song.reason);
  return new Problem("upload-conflict", {
    detail: "Another upload of it has gone on. Upload the file again.",
  });
};

/**
 * Makes bytes at this offset durable and returns the offset after them, which may lie further or less far than
 * they reach when an earlier request had stored a part there. Throws Problem: upload-conflict, song-deleted,
 * unknown-song, or the reason for which the song has failed.
 */
export const appendPart = async (
  { store, bell }: Doors,
  id: SongId,
  offset: number,
  bytes: Uint8Array,
): Promise<number> => {
  const length = await storePart(store, id, offset, bytes);
  const next = offset + length;
  const change = {
    original: { bytes: next },
    set: { expiresAt: Date.now() + patience },
    grow: length,
  };
  const guard = { bytes: offset, deleted: false, states: ["uploading"] } as const;
  if (!(await store.songs.update(id, change, guard))) {
    const song = await store.songs.get(id);
    if (song?.state !== "uploading" || song.deletedAt !== undefined || song.original.bytes < next)
      throw refusal(song);
  }
  bell.ring(id);
  bell.ring(workTopic);
  bell.ring(changeTopic);
  return next;
};

/** The last byte is durable. Throws as `appendPart` does. */
export const completeUpload = async ({ store, bell }: Doors, id: SongId): Promise<Song> => {
  const change = {
    set: { state: "processing" },
    unset: ["expiresAt"],
    original: { complete: true },
  } as const;
  const song = await store.songs.update(id, change, { deleted: false, states: ["uploading"] });
  if (!song) throw refusal(await store.songs.get(id));
  // Who gave it back to wait for the end need not wait any longer.
  await store.songs.update(id, { set: { dueAt: Date.now() } }, { holder: "" });
  bell.ring(id);
  bell.ring(workTopic);
  bell.ring(changeTopic);
  return song;
};

/** The sender is gone before the end: the song fails, and is purged later. */
export const interruptUpload = async ({ store, bell }: Doors, id: SongId): Promise<void> => {
  const { reason } = new Problem("upload-interrupted", { detail: "Upload the file again." });
  const change = {
    set: { state: "failed", playable: false, reason, expiresAt: Date.now() + interruptedFor },
    unset: ["dueAt", "progress"],
  } as const;
  if (!(await store.songs.update(id, change, { states: ["uploading"] }))) return;
  await store.chunks.delete(id, "main.m3u8", 1);
  bell.ring(id);
  bell.ring(changeTopic);
};
