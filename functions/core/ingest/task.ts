import type { Keep, Limits } from "../limits.ts";
import type { Song } from "../song/song.ts";
import type { Store } from "../store/store.ts";
import type { Bell } from "./bell.ts";

/** What a worker has to do, and what it does it with. */
export type Task = {
  readonly store: Store;
  readonly bell: Bell;
  /** As it was taken, with its lease. */
  readonly song: Song;
  readonly holder: string;
  /** Aborted when the lease is lost or the process ends. */
  readonly signal: AbortSignal;
  /** Seconds; longer songs are refused. */
  readonly longest: number;
  readonly limits: Limits;
  /** Of ffmpeg, that the work is dealt out to, at most. */
  readonly processes: number;
  readonly keep: Keep;
  /** ms between two bytes of an upload that can go on later; after those it is left until it does. */
  readonly patience: number;
  readonly log: { info(fields: object, message: string): void };
  /** Something was stored that was not there before. */
  readonly onProgress: () => void;
};
