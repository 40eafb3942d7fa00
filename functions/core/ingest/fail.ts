import type { Problem } from "../problem.ts";
import { encodingInWork, type Song } from "../song/song.ts";
import type { Store } from "../store/store.ts";
import { purgeChunks } from "./purge.ts";

/** What is left of an upload that its own fault ended early is kept for so long (ms). */
const keptFor = 60 * 60_000;

/**
 * Ends the work on a song with what is wrong with it. A song that plays already goes on playing: only its next
 * encoding is given up.
 */
export const failSong = async (
  store: Store,
  song: Song,
  holder: string,
  problem: Problem,
): Promise<void> => {
  const { id } = song;
  const encoding = encodingInWork((await store.songs.get(id)) ?? song);
  const change = song.nextEncoding
    ? { unset: ["nextEncoding", "progress"] as const }
    : {
        set: { state: "failed", playable: false, reason: problem.reason } as const,
        unset: ["encoding", "progress"] as const,
      };
  const failed = await store.songs.update(id, change, { holder, deleted: false });
  if (!failed) return;
  if (!failed.original.complete)
    await store.songs.update(id, { set: { expiresAt: Date.now() + keptFor } }, { complete: false });
  await store.leases.release(id, holder);
  if (!song.nextEncoding) await store.chunks.delete(id, "main.m3u8", 1);
  if (encoding) await purgeChunks(store.chunks, id, `${encoding.id}/`);
};
