/** What becomes of a song that a worker could not prepare. */
import { Problem } from "../problem.ts";
import { isUnfinished, type Song } from "../song/song.ts";
import { StoreFull } from "../store/errors.ts";
import type { Store } from "../store/store.ts";
import { type Bell, changeTopic, workTopic } from "./bell.ts";
import { failSong } from "./fail.ts";
import { leaseDuration, LeaseLost } from "./lease.ts";
import { settleMain } from "./main-playlist.ts";
import { UploadGone, UploadStopped } from "./parts.ts";
import { WaitsForEnd } from "./source.ts";
import { endWaiting, leftFor } from "./uploads.ts";
import type { WorkerLog } from "./worker.ts";

/** ms between two looks at a file whose index comes last. */
const waitsForEnd = 10_000;
/** ms: a full store is no fault of the song's, however long it lasts. */
const usualUntilRoom = 30_000;
const mostAttempts = 5;

/** 1 s, 4 s, 16 s, 64 s. */
const backoff = (attempt: number): number => 1_000 * 4 ** (attempt - 1);

type Options = {
  readonly store: Store;
  readonly bell: Bell;
  readonly log: WorkerLog;
  readonly untilRoom?: number;
  readonly stopping: AbortSignal;
};

export const createSettling = (options: Options) => {
  const { store, bell, log, untilRoom = usualUntilRoom, stopping } = options;

  const giveBack = async (song: Song, holder: string, wait: number): Promise<void> => {
    await store.leases.release(song.id, holder, Date.now() + wait);
    bell.ring(workTopic);
  };

  /** What it waits for is no fault of the song's: this was no attempt. */
  const postpone = async (song: Song, holder: string, wait: number): Promise<void> => {
    const request = { holder, now: Date.now(), duration: leaseDuration, progressed: true };
    await store.leases.renew(song.id, request);
    await giveBack(song, holder, wait);
  };

  /** Others need its place more. It is due again when it goes on, be it in this moment. */
  const leave = async (song: Song, holder: string, bytes: number): Promise<void> => {
    log.info({ songId: song.id, bytes }, "upload has stopped");
    await postpone(song, holder, leftFor);
    const now = await store.songs.get(song.id);
    if (now && now.original.bytes > bytes) await endWaiting(store, song.id);
  };

  const giveUp = async (song: Song, holder: string, cause?: unknown): Promise<void> => {
    const problem = new Problem("preparation-failed", { detail: "Try again later.", cause });
    await failSong(store, song, holder, problem);
    bell.ring(changeTopic);
  };

  /** What is to be done after a song could not be prepared. */
  const settle = async (song: Song, holder: string, error: unknown): Promise<void> => {
    const fields = { songId: song.id, attempt: song.lease?.attempt, err: error };
    if (error instanceof LeaseLost || error instanceof UploadGone) {
      log.info({ songId: song.id, why: error.name }, "song left to others");
      const now = await store.songs.get(song.id);
      if (!now) return;
      // A playlist may have slipped in while the song was deleted, or its upload broke off.
      await settleMain(store.chunks, now);
      // A tombstone is not taken; restored, it goes on.
      await store.leases.release(song.id, holder, isUnfinished(now) ? Date.now() : undefined);
    } else if (stopping.aborted) await postpone(song, holder, 0);
    else if (error instanceof StoreFull) {
      log.warn(fields, "no room for a song: it waits");
      await postpone(song, holder, untilRoom);
    } else if (error instanceof WaitsForEnd) await postpone(song, holder, waitsForEnd);
    else if (error instanceof UploadStopped) await leave(song, holder, error.bytes);
    else if (error instanceof Problem) {
      log.info({ songId: song.id, problem: error.slug, err: error.cause }, "song failed");
      await failSong(store, song, holder, error);
      bell.ring(song.id);
      bell.ring(changeTopic);
    } else {
      const attempt = (await store.songs.get(song.id))?.lease?.attempt ?? 1;
      log.error({ ...fields, attempt }, "preparing a song broke off");
      if (attempt < mostAttempts) return giveBack(song, holder, backoff(attempt));
      await giveUp(song, holder, error);
    }
  };

  return { settle, giveUp };
};
