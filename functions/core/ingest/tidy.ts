/** Makes what is stored for a song agree with what its document says, after whatever broke off in between. */
import type { Song } from "../song/song.ts";
import { restorableFor } from "../song/tombstone.ts";
import type { Store } from "../store/store.ts";
import { settleMain } from "./main-playlist.ts";
import { purgeChunks } from "./purge.ts";

/** The janitor looks at a song so long (ms) after a step that a stale worker or a crash may spoil. */
export const lookAfter = 60_000;

/** Nothing of it will ever be played: not even the file is whole, or nobody can restore it. */
const isHopeless = ({ state, original, deletedAt }: Song): boolean =>
  deletedAt === undefined
    ? state === "failed" && !original.complete
    : deletedAt + restorableFor <= Date.now();

/**
 * Removes a playlist that slipped in and writes one that is missing; deletes the chunks of encodings that nobody
 * plays any more. Then the song is not looked at again before it is to be purged.
 */
export const tidy = async ({ songs, chunks }: Store, song: Song): Promise<void> => {
  const { id, superseded = [], expiresAt, purgeAt } = song;
  const kept = song.deletedAt !== undefined;
  await settleMain(chunks, song);
  if (isHopeless(song)) await purgeChunks(chunks, id, "");
  else if (!kept)
    for (const encodingId of superseded) await purgeChunks(chunks, id, `${encodingId}/`);
  const change = {
    ...(purgeAt !== undefined && { set: { expiresAt: purgeAt } }),
    unset: [
      ...(kept ? [] : (["superseded"] as const)),
      ...(purgeAt === undefined ? (["expiresAt"] as const) : []),
    ],
  };
  // Whoever has changed the song meanwhile has set another date.
  await songs.update(id, change, expiresAt === undefined ? {} : { expiresAt });
};
