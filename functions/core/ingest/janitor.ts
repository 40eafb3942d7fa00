/** Clears away what nobody needs any more, in small steps, safely on any number of processes. */
import type { Song, SongId } from "../song/song.ts";
import { StoreAway } from "../store/errors.ts";
import type { Store } from "../store/store.ts";
import { type Bell, roomTopic } from "./bell.ts";
import { createComplaint } from "./complaint.ts";
import { discardUpload } from "./discard.ts";
import { purgeChunks } from "./purge.ts";
import { tidy } from "./tidy.ts";
import { interruptUpload } from "./uploads.ts";
import type { WorkerLog } from "./worker.ts";

/** Idempotency keys are remembered for so long (ms). */
const keysKeptFor = 24 * 60 * 60_000;
const sweepEvery = 10_000;
const atOnce = 20;

type Options = { readonly store: Store; readonly bell: Bell; readonly log: WorkerLog };

const purgeSong = async ({ songs, chunks }: Store, { id }: Song): Promise<void> => {
  await purgeChunks(chunks, id, "");
  await songs.purge(id);
};

/** Nobody adds to it any more. What could still have gone on is forgotten, unless it just did. */
const giveUp = async (doors: Options, { id, original, expiresAt }: Song): Promise<void> => {
  if (original.resumable) await discardUpload(doors, id, { bytes: original.bytes });
  else await interruptUpload(doors, id, { ...(expiresAt !== undefined && { expiresAt }) });
};

/** What a song is due whose date has come. */
const clear = async (doors: Options, song: Song, now: number): Promise<void> => {
  if (song.purgeAt !== undefined && song.purgeAt <= now) return purgeSong(doors.store, song);
  if (song.state === "uploading" && song.deletedAt === undefined) return giveUp(doors, song);
  return tidy(doors.store, song);
};

/** Says whether it could. What is wrong with one song is no reason to leave the others. */
const clearOrLeave = async (doors: Options, song: Song, now: number): Promise<boolean> => {
  const { id: songId, state } = song;
  try {
    await clear(doors, song, now);
  } catch (error) {
    if (error instanceof StoreAway) throw error;
    doors.log.error({ songId, state, err: error }, "song could not be cleared away");
    return false;
  }
  doors.log.info({ songId, state, deleted: song.deletedAt !== undefined }, "song cleared away");
  return true;
};

/** One sweep at a time (epoch ms): returns how many songs it has dealt with. */
export const sweep = async (
  doors: Options,
  now: number,
  stopping?: AbortSignal,
): Promise<number> => {
  await doors.store.keys.forget(now - keysKeptFor);
  await doors.store.shares.forget(now);
  let cleared = 0;
  for (const song of await doors.store.songs.expired(now, atOnce)) {
    if (stopping?.aborted) break;
    if (await clearOrLeave(doors, song, now)) cleared++;
  }
  return cleared;
};

/** Chunks that belong to no song: a worker that slept through everything may have stored them. */
export const sweepOrphans = async (
  { store: { songs, chunks }, log }: Options,
  after: SongId,
  stopping?: AbortSignal,
): Promise<SongId> => {
  const owners = await chunks.owners(after, atOnce);
  for (const id of owners) {
    if (stopping?.aborted) break;
    if (await songs.get(id)) continue;
    await purgeChunks(chunks, id, "");
    log.info({ songId: id }, "chunks without a song cleared away");
  }
  return owners.at(-1) ?? "";
};

export type Janitor = { stop(): Promise<void> };

export const startJanitor = (doors: Options): Janitor => {
  const stopping = new AbortController();
  const complaint = createComplaint(doors.log, "the janitor could not sweep");
  const keptRoom = createComplaint(doors.log, "the disk did not get its room back");
  /** May take minutes, for which nobody waits. */
  let giving: Promise<void> | undefined;
  const giveBack = async (): Promise<void> => {
    try {
      await doors.store.giveBack();
      keptRoom.clear();
    } catch (error) {
      keptRoom.about(error);
    } finally {
      giving = undefined;
    }
  };

  const work = (async () => {
    let deleted = false;
    let seen: SongId = "";
    while (!stopping.signal.aborted) {
      try {
        const cleared = await sweep(doors, Date.now(), stopping.signal);
        deleted ||= cleared > 0;
        if (cleared === atOnce) continue;
        seen = await sweepOrphans(doors, seen, stopping.signal);
        complaint.clear();
      } catch (error) {
        complaint.about(error);
      }
      if (deleted && !giving && !stopping.signal.aborted) {
        giving = giveBack();
        deleted = false;
      }
      deleted = (await doors.bell.wait(roomTopic, sweepEvery, stopping.signal)) || deleted;
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await work;
    },
  };
};
