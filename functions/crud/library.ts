/** What people do to songs. */
import { type Bell, changeTopic, workTopic } from "../core/ingest/bell.ts";
import { settleDuplicates } from "../core/ingest/duplicates.ts";
import { settleMain } from "../core/ingest/main-playlist.ts";
import { lookAfter } from "../core/ingest/tidy.ts";
import { expiryOf, keptAfterFailure } from "../core/ingest/uploads.ts";
import { Problem } from "../core/problem.ts";
import { isId, newId } from "../core/song/ids.ts";
import {
  type EditedTags,
  type Encoding,
  isUnfinished,
  type Song,
  type SongId,
  type Tags,
} from "../core/song/song.ts";
import { cleanTags } from "../core/song/tags.ts";
import { restorableFor } from "../core/song/tombstone.ts";
import { retag } from "../core/store/retag.ts";
import type { SongChange, SongGuard, Store } from "../core/store/store.ts";

export type Doors = { readonly store: Store; readonly bell: Bell };

/** The janitor may be about to purge what has been deleted for this long (ms) less than a day. */
const margin = 60_000;

const unknown = (): Problem => new Problem("unknown-song", { detail: "Check its id." });
const deleted = (): Problem =>
  new Problem("song-deleted", { detail: "It can be restored for a day after it was deleted." });

const changed = (): Problem =>
  new Problem("song-changed", {
    detail: "Read it again, then send your change with its new revision.",
  });

/** Tombstones too. Throws Problem: unknown-song. */
const findAny = async ({ store }: Doors, id: SongId): Promise<Song> => {
  const song = isId(id) ? await store.songs.get(id) : undefined;
  if (!song) throw unknown();
  return song;
};

/** Throws Problem: unknown-song, song-deleted. */
export const findSong = async (doors: Doors, id: SongId): Promise<Song> => {
  const song = await findAny(doors, id);
  if (song.deletedAt !== undefined) throw deleted();
  return song;
};

/** Tags to change, as they come from outside; null removes one. */
export type TagEdit = { readonly [K in keyof Tags]?: Tags[K] | null | undefined };

const isRemoval = (value: unknown): boolean => value === null || value === false;

/** The edit as it is stored. Throws Problem: invalid-request for text in which nothing can be shown. */
const cleanEdit = (edit: TagEdit): EditedTags => {
  const given = Object.entries(edit).filter(([, value]) => value !== undefined);
  const removals = Object.fromEntries(given.filter(([, value]) => isRemoval(value)));
  const rest = Object.fromEntries(given.filter(([, value]) => !isRemoval(value)));
  const clean = { ...cleanTags(rest), ...removals };
  const lost = given.map(([name]) => name).filter((name) => !(name in clean));
  if (lost.length > 0)
    throw new Problem("invalid-request", {
      detail: `${lost.join(", ")}: nothing in it can be shown.`,
      errors: lost.map((field) => ({ field, message: "nothing printable" })),
    });
  return clean;
};

/**
 * Changes tags; null removes one. `revision`: the one that was edited, where it shall still be that one.
 * Throws Problem: unknown-song, song-deleted, song-changed, invalid-request.
 */
export const editSong = async (
  doors: Doors,
  id: SongId,
  edit: TagEdit,
  revision: number | undefined,
): Promise<Song> => {
  const song = await findSong(doors, id);
  const clean = cleanEdit(edit);
  if (revision !== undefined && revision !== song.revision) throw changed();
  if (Object.keys(clean).length === 0) return song;
  const guard: SongGuard = { deleted: false, ...(revision !== undefined && { revision }) };
  const edited = await retag(
    doors.store.songs,
    id,
    (now) => ({ editedTags: { ...now.editedTags, ...clean }, revision: now.revision + 1 }),
    guard,
  );
  if (!edited) {
    await findSong(doors, id);
    throw changed();
  }
  doors.bell.ring(changeTopic);
  return edited;
};

/** A tombstone from now on; out of every list, and nobody starts it again. Again is as once. */
export const deleteSong = async (doors: Doors, id: SongId): Promise<void> => {
  const found = await findAny(doors, id);
  const deletedAt = Date.now();
  const dates = { expiresAt: deletedAt + lookAfter, purgeAt: deletedAt + restorableFor };
  const change: SongChange = { set: { deletedAt, ...dates }, unset: ["dueAt"] };
  const tombstone = await doors.store.songs.update(id, change, { deleted: false });
  await settleMain(doors.store.chunks, tombstone ?? { ...found, deletedAt });
  await settleDuplicates(doors, found.original.sha256);
  doors.bell.ring(id);
  doors.bell.ring(changeTopic);
};

/** As it was before it was deleted. Throws Problem: unknown-song; song-deleted when it is too late. */
export const restoreSong = async (doors: Doors, id: SongId): Promise<Song> => {
  const song = await findAny(doors, id);
  if (song.deletedAt === undefined) {
    await settleMain(doors.store.chunks, song);
    return song;
  }
  if (song.deletedAt + restorableFor - margin < Date.now()) throw deleted();
  const now = Date.now();
  const isHalf = song.state === "failed" && !song.original.complete;
  const change: SongChange = {
    set: {
      // It can go on as before; the sender of a stream is gone.
      expiresAt:
        song.state === "uploading" && song.original.resumable
          ? expiryOf(song.original)
          : now + lookAfter,
      ...(isHalf && { purgeAt: now + keptAfterFailure }),
      // Whoever still holds it gets the time to notice that he may go on.
      ...(isUnfinished(song) && { dueAt: song.lease?.expiresAt ?? now }),
    },
    unset: isHalf ? ["deletedAt"] : ["deletedAt", "purgeAt"],
  };
  const restored = await doors.store.songs.update(id, change, { deleted: true });
  if (!restored) return findSong(doors, id);
  await settleMain(doors.store.chunks, restored);
  await settleDuplicates(doors, restored.original.sha256);
  doors.bell.ring(workTopic);
  doors.bell.ring(changeTopic);
  return restored;
};

/** Stands for the encoding that a worker has yet to plan. */
const unplanned = (): Encoding => ({
  id: newId(),
  recipe: 0,
  sampleRate: 0,
  durations: [],
  renditions: [],
  done: false,
});

export const originalGone = (): Problem =>
  new Problem("original-gone", { detail: "Upload it again if you have it." });

const busy = (): Problem =>
  new Problem("song-busy", { detail: "Wait until it is ready, then try again." });

/** Prepares a song once more: beside what plays, or, where it had failed, from the start. */
export const encodeAgain = async (doors: Doors, id: SongId): Promise<Song> => {
  const song = await findSong(doors, id);
  if (song.original.gone) throw originalGone();
  if (song.nextEncoding) throw busy();
  if (!song.original.complete && song.state === "failed")
    throw new Problem("upload-interrupted", {
      detail: "Not all of the file is here. Upload it again.",
    });
  const change: SongChange =
    song.state === "ready"
      ? { set: { nextEncoding: unplanned(), dueAt: Date.now() } }
      : {
          set: { state: "processing", dueAt: Date.now() },
          unset: ["reason", "encoding", "progress"],
        };
  const states = ["ready", "failed"] as const;
  const changed = await doors.store.songs.update(id, change, { states, deleted: false });
  if (!changed) throw busy();
  doors.bell.ring(workTopic);
  doors.bell.ring(changeTopic);
  return changed;
};
