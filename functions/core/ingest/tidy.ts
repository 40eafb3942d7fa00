/** Makes what is stored for a song agree with what its document says, after whatever broke off in between. */
import { isUnfinished, type Song, type SongId } from "../song/song.ts";
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

const sizeOf = async (chunks: Store["chunks"], id: SongId): Promise<number> =>
  (await chunks.list(id, "")).reduce((sum, { size }) => sum + size, 0);

/**
 * Removes a playlist that slipped in and writes one that is missing; deletes the chunks of encodings that nobody
 * plays any more, and of a file that is not to be kept. Then the song is not looked at again before it is to be purged.
 */
export const tidy = async ({ songs, chunks }: Store, song: Song): Promise<void> => {
  const { id, superseded = [], original, expiresAt, purgeAt } = song;
  const kept = song.deletedAt !== undefined;
  await settleMain(chunks, song);
  if (isHopeless(song)) await purgeChunks(chunks, id, "");
  else if (!kept) {
    for (const encodingId of superseded) await purgeChunks(chunks, id, `${encodingId}/`);
    if (original.gone) await purgeChunks(chunks, id, "parts/");
  }
  const change = {
    set: {
      ...(!isUnfinished(song) && { size: await sizeOf(chunks, id) }),
      ...(purgeAt !== undefined && { expiresAt: purgeAt }),
    },
    unset: [
      ...(kept ? [] : (["superseded"] as const)),
      ...(purgeAt === undefined ? (["expiresAt"] as const) : []),
    ],
  };
  // Whoever has changed the song meanwhile has set another date.
  await songs.update(id, change, expiresAt === undefined ? {} : { expiresAt });
};
