/** Takes the songs that are due, prepares them, and gives back what it cannot finish. Any number may share a store. */
import { availableParallelism } from "node:os";
import type { Keep, Limits } from "../limits.ts";
import { newId } from "../song/ids.ts";
import type { Song } from "../song/song.ts";
import type { Store, Wanted } from "../store/store.ts";
import { type Bell, workTopic } from "./bell.ts";
import { createComplaint } from "./complaint.ts";
import { encodeSong } from "./encode-song.ts";
import { keepLease, leaseDuration } from "./lease.ts";
import { createSettling } from "./settle.ts";

export type WorkerLog = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

type Options = {
  readonly store: Store;
  readonly bell: Bell;
  readonly log: WorkerLog;
  /** Complete uploads that are prepared at once; half as many long ones beside them, and twice as many that grow. */
  readonly encodings: number;
  /** Seconds. */
  readonly longest: number;
  readonly limits: Limits;
  readonly keep: Keep;
  /** ms between two attempts while the store is full; half a minute, where it is not given. */
  readonly untilRoom?: number;
  /** ms that an upload may stop for and keep its place; a minute, where it is not given. */
  readonly patience?: number;
};

export type Worker = {
  /** Songs that are being prepared here now. */
  readonly busy: number;
  /** Takes no more songs, gives back those it has, and settles when nothing runs any more. */
  stop(): Promise<void>;
};

/** ms between two looks for songs that are due, when nobody rings. */
const lookAgain = 2_000;
/** ms. */
const usualPatience = 60_000;
/** So often may a song be left to its lease: it may be what kills its processes, and some of them end for other reasons. */
const mostDeaths = 20;

/** Uploads that grow take little of the processors, and complete ones shall not wait for them. */
const growingPerComplete = 2;
/**
 * Bytes from which on a file is a mix or a concert, for which short songs do not wait: an hour of mp3 (128 kbit/s) or two
 * of Opus (64 kbit/s) have more, and few songs in FLAC do.
 */
const long = 48 * 1024 * 1024;

const mayBeLong = ({ original }: Song): boolean =>
  (original.complete ? original.bytes : (original.expectedBytes ?? Infinity)) >= long;

/** More than there are processors: what one has less to do than another evens out. */
const perProcessor = 1.5;

/** Each costs its start, which a long file does not feel, and takes of the processors that are there for all. */
const processesFor = (song: Song, others: number): number =>
  mayBeLong(song)
    ? Infinity
    : Math.max(1, Math.floor((perProcessor * availableParallelism()) / (others + 1)));

export const startWorker = (options: Options): Worker => {
  const { store, bell, log, encodings, patience = usualPatience } = options;
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();

  const { settle, giveUp } = createSettling({ ...options, stopping: stopping.signal });

  const prepare = async (song: Song, holder: string): Promise<void> => {
    if ((song.lease?.attempt ?? 0) > mostDeaths) {
      log.error({ songId: song.id, attempt: song.lease?.attempt }, "song outlived its workers");
      return giveUp(song, holder);
    }
    const done = new AbortController();
    const lost = new AbortController();
    let progressed = false;
    const leaseKept = keepLease({
      leases: store.leases,
      songId: song.id,
      holder,
      progressed: () => {
        const answer = progressed;
        progressed = false;
        return answer;
      },
      done: done.signal,
    }).catch((error: unknown) => lost.abort(error));
    const started = Date.now();
    try {
      await encodeSong({
        ...options,
        patience,
        song,
        holder,
        processes: processesFor(song, running.size),
        signal: AbortSignal.any([stopping.signal, lost.signal]),
        onProgress: () => (progressed = true),
      });
      log.info({ songId: song.id, ms: Date.now() - started }, "song ready");
    } catch (error) {
      await settle(song, holder, lost.signal.aborted ? lost.signal.reason : error);
    } finally {
      done.abort();
      await leaseKept;
    }
  };

  const run = (song: Song, holder: string): Promise<void> => {
    const task = prepare(song, holder)
      // The store does not answer: the lease runs out, and whoever finds the song then goes on.
      .catch((error: unknown) =>
        log.warn({ songId: song.id, err: error }, "song left to its lease"),
      )
      .finally(() => running.delete(task));
    running.add(task);
    return task;
  };

  const complaint = createComplaint(log, "the store does not give out work");

  /** Undefined when none is due. */
  const takeSong = async (holder: string, wanted: Wanted): Promise<Song | undefined> => {
    try {
      const request = { ...wanted, holder, now: Date.now(), duration: leaseDuration };
      const song = await store.leases.take(request);
      complaint.clear();
      return song;
    } catch (error) {
      complaint.about(error);
      return undefined;
    }
  };

  /** Prepares up to `places` songs at once, those first that have waited longest. */
  const lane = async (wanted: Wanted, places: number): Promise<void> => {
    const mine = new Set<Promise<void>>();
    while (!stopping.signal.aborted) {
      if (mine.size >= places) {
        await Promise.race(mine);
        continue;
      }
      const holder = newId();
      const song = await takeSong(holder, wanted);
      if (song) {
        const task = run(song, holder).finally(() => mine.delete(task));
        mine.add(task);
      } else await bell.wait(workTopic, lookAgain, stopping.signal);
    }
    await Promise.all(mine);
  };

  const lanes = [
    lane({ complete: true, below: long }, encodings),
    lane({ complete: true, atLeast: long }, Math.ceil(encodings / 2)),
    lane({ complete: false }, encodings * growingPerComplete),
  ];

  return {
    get busy() {
      return running.size;
    },
    async stop() {
      stopping.abort();
      await Promise.all(lanes);
    },
  };
};
