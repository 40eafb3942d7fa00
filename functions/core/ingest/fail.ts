import type { Problem } from "../problem.ts";
import { encodingInWork, type Song } from "../song/song.ts";
import type { SongChange, Store } from "../store/store.ts";
import { tidy } from "./tidy.ts";
import { keptAfterFailure } from "./uploads.ts";

/** The one step that ends the work: with the reason, the lease, and a note of what is left to clear away. */
const failureOf = (song: Song, { reason }: Problem): SongChange => {
  const begun = encodingInWork(song);
  const now = Date.now();
  const leftOver = {
    ...(begun && { superseded: [...(song.superseded ?? []), begun.id] }),
    // What played before the last encoding may still be listened to.
    expiresAt: song.superseded && song.expiresAt ? song.expiresAt : now,
  };
  const unset = ["progress", "lease", "dueAt"] as const;
  return song.nextEncoding
    ? { set: leftOver, unset: [...unset, "nextEncoding"] }
    : {
        set: {
          ...leftOver,
          state: "failed",
          playable: false,
          reason,
          ...(!song.original.complete && { purgeAt: now + keptAfterFailure }),
        },
        unset: [...unset, "encoding"],
      };
};

/**
 * Ends the work on a song with what is wrong with it. A song that plays already goes on playing: only its next
 * encoding is given up.
 */
export const failSong = async (
  store: Store,
  { id }: Song,
  holder: string,
  problem: Problem,
): Promise<void> => {
  for (;;) {
    const song = await store.songs.get(id);
    if (song?.lease?.holder !== holder || song.deletedAt !== undefined) return;
    const { complete } = song.original;
    const guard = { holder, complete, deleted: false };
    // Where it is not changed, it was just deleted, or its last byte has come: look again.
    const failed = await store.songs.update(id, failureOf(song, problem), guard);
    if (!failed) continue;
    if ((failed.expiresAt ?? 0) <= Date.now()) await tidy(store, failed);
    return;
  }
};
