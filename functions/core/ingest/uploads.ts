/** The way of an upload into the store: parts first, then the offset that makes them count. */
import { Problem, problemOf } from "../problem.ts";
import type { Original, Song, SongId } from "../song/song.ts";
import { cleanFilename, cleanTags, derivedFromTags, type LooseTags } from "../song/tags.ts";
import type { SongChange, Store } from "../store/store.ts";
import { type Bell, changeTopic, roomTopic, workTopic } from "./bell.ts";
import { fingerprintOf } from "./digest.ts";
import { partName, readParts, UploadGone } from "./parts.ts";
import { purgeChunks } from "./purge.ts";
import { lookAfter } from "./tidy.ts";
import { settleMain } from "./main-playlist.ts";

/** A stream that nobody has added to for so long (ms) is taken for dead. Its receiver waits less long for its sender. */
const patience = 45_000;
/** An upload that can go on is kept for so long (ms) after its last byte. */
const resumableFor = 24 * 60 * 60_000;
/** So long (ms) may an upload be left alone that has stopped: it goes on before, or is given up. */
export const leftFor = resumableFor;
const isLeft = ({ lease, dueAt = 0 }: Song): boolean =>
  lease?.holder === "" && dueAt > Date.now() + leftFor / 2;
/** An upload that failed before its end is listed for so long (ms), for people to see that it did. */
export const keptAfterFailure = 60 * 60_000;

type Doors = { readonly store: Store; readonly bell: Bell };

export type UploadStart = {
  readonly id: SongId;
  readonly filename?: string;
  readonly contentType?: string;
  readonly expectedBytes?: number;
  readonly givenTags: LooseTags;
  readonly fingerprint?: string;
  readonly resumable?: Original["resumable"];
};

/** Epoch ms at which an upload is given up that nobody adds to. */
export const expiryOf = ({ resumable }: Pick<Original, "resumable">): number =>
  Date.now() + (resumable ? resumableFor : patience);

/**
 * A song whose bytes are still to come. A worker may take a stream at once, and what can go on later from its first
 * part on: that may be long in coming.
 */
export const startUpload = async ({ store, bell }: Doors, start: UploadStart): Promise<Song> => {
  const { contentType, expectedBytes, fingerprint, resumable } = start;
  const filename = cleanFilename(start.filename);
  const now = Date.now();
  const original = {
    ...(filename !== undefined && { filename }),
    ...(contentType !== undefined && { contentType }),
    ...(expectedBytes !== undefined && { expectedBytes }),
    ...(fingerprint !== undefined && { fingerprint }),
    ...(resumable && { resumable }),
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
    ...(!resumable && { dueAt: now }),
    expiresAt: expiryOf(original),
  };
  await store.songs.insert(song);
  bell.ring(changeTopic);
  return { ...song, changedAt: now };
};

export const otherBytes = (): Problem =>
  new Problem("upload-conflict", { detail: "Other bytes came first. Upload the file again." });

export const beginAlike = (one: Uint8Array, other: Uint8Array): boolean => {
  const length = Math.min(one.length, other.length);
  return Buffer.compare(one.subarray(0, length), other.subarray(0, length)) === 0;
};

/** The part that is at this offset after all: ours, or the one that came first and begins like ours. */
const storePart = async (
  { chunks }: Store,
  id: SongId,
  offset: number,
  bytes: Uint8Array,
): Promise<Uint8Array> => {
  if (await chunks.insert(id, partName(offset), bytes)) return bytes;
  const stored = await chunks.get(id, partName(offset));
  if (stored && beginAlike(stored.bytes, bytes)) return stored.bytes;
  throw otherBytes();
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

/** What a song is after its part from `offset` to `next`. The last of what can go on later completes it. */
const growth = ({ original }: Song, offset: number, next: number): SongChange => {
  const { resumable, expectedBytes } = original;
  const isFirst = resumable && offset === 0;
  const isLast = resumable && next === expectedBytes;
  return {
    original: { bytes: next, ...(isLast && { complete: true }) },
    set: {
      ...(isFirst && { dueAt: Date.now() }),
      ...(isLast ? { state: "processing" } : { expiresAt: expiryOf(original) }),
    },
    unset: isLast ? ["expiresAt"] : [],
    grow: next - offset,
  };
};

const isIn = (song: Song | undefined, next: number): boolean =>
  song !== undefined &&
  song.deletedAt === undefined &&
  song.state !== "failed" &&
  song.original.bytes >= next;

/**
 * Makes bytes at this offset, which the upload has reached, durable. Returns the part that is there then: it may be
 * longer or shorter when another request had stored it before. Throws Problem: upload-conflict, song-deleted,
 * unknown-song, or the reason for which the song has failed.
 */
export const appendPart = async (
  { store, bell }: Doors,
  song: Song,
  offset: number,
  bytes: Uint8Array,
): Promise<Uint8Array> => {
  const { id } = song;
  const part = await storePart(store, id, offset, bytes);
  const next = offset + part.length;
  const guard = { bytes: offset, deleted: false, states: ["uploading"] } as const;
  const changed = await store.songs.update(id, growth(song, offset, next), guard);
  if (!changed) {
    const found = await store.songs.get(id);
    if (!isIn(found, next)) throw refusal(found);
  }
  if (changed && (changed.original.complete || isLeft(changed))) await endWaiting(store, id);
  bell.ring(id);
  bell.ring(workTopic);
  bell.ring(changeTopic);
  return part;
};

/** A worker that gave the song back to wait for more need not wait any longer. */
export const endWaiting = async ({ songs }: Store, id: SongId): Promise<void> => {
  await songs.update(
    id,
    { set: { dueAt: Date.now() } },
    { holder: "", deleted: false, states: ["uploading", "processing"] },
  );
};

/** Known from the first moment on that there is nothing more to come, so that nobody uploads the same file again. */
const fingerprint = async (doors: Doors, id: SongId): Promise<string> => {
  const parts = readParts({ ...doors, signal: new AbortController().signal }, id);
  try {
    await parts.look();
    return await fingerprintOf(parts);
  } catch (error) {
    if (error instanceof UploadGone) throw refusal(await doors.store.songs.get(id));
    throw error;
  }
};

/** The last byte is durable. Throws as `appendPart` does. */
export const completeUpload = async (doors: Doors, id: SongId): Promise<Song> => {
  const { store, bell } = doors;
  const change = {
    set: { state: "processing" },
    unset: ["expiresAt"],
    original: { complete: true, fingerprint: await fingerprint(doors, id) },
  } as const;
  const song = await store.songs.update(id, change, { deleted: false, states: ["uploading"] });
  if (!song) throw refusal(await store.songs.get(id));
  await endWaiting(store, id);
  bell.ring(id);
  bell.ring(workTopic);
  bell.ring(changeTopic);
  return song;
};

/** Why an upload ended before its end. `expiresAt`: it ends only if that is its date still. */
type Interruption = { readonly problem?: Problem; readonly expiresAt?: number };

const brokenOff = (): Problem =>
  new Problem("upload-interrupted", { detail: "Upload the file again." });

/** There is no more to come: the song fails and gives its room back, and is purged later. */
export const interruptUpload = async (
  { store, bell }: Doors,
  id: SongId,
  { problem = brokenOff(), expiresAt }: Interruption = {},
): Promise<void> => {
  const failed = { state: "failed", playable: false, reason: problem.reason, size: 0 } as const;
  const now = Date.now();
  const dates = { expiresAt: now + lookAfter, purgeAt: now + keptAfterFailure };
  const unset = ["dueAt", "progress"] as const;
  const guard = { states: ["uploading"], ...(expiresAt !== undefined && { expiresAt }) } as const;
  const song =
    (await store.songs.update(
      id,
      { set: { ...failed, ...dates }, unset },
      { ...guard, deleted: false },
    )) ??
    // A tombstone keeps its own dates.
    (await store.songs.update(id, { set: failed, unset }, { ...guard, deleted: true }));
  if (!song) return;
  await settleMain(store.chunks, song);
  bell.ring(id);
  bell.ring(changeTopic);
  // What a worker adds that has not noticed goes when the janitor looks after it.
  await purgeChunks(store.chunks, id, "");
  bell.ring(roomTopic);
};
