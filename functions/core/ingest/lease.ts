/** Leases: at most one worker prepares a song at a time; a dead worker's claim runs out. */
import { setTimeout as sleep } from "node:timers/promises";
import { StoreAway } from "../store/errors.ts";
import type { SongGuard, Store } from "../store/store.ts";

/** Another worker has the song, or it was deleted: whatever this one still does, nobody wants. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

/** What must be true for a worker to change its song: it has the lease, and neither people nor a sender ended it. */
export const workGuard = (holder: string): SongGuard => ({
  holder,
  deleted: false,
  states: ["uploading", "processing", "ready"],
});

/** ms. Clocks of workers may differ by a good part of it. */
export const leaseDuration = 15_000;
const renewEvery = 5_000;

type Options = {
  readonly leases: Store["leases"];
  readonly songId: string;
  readonly holder: string;
  /** Whether something was stored that was not there before; asked at every renewal. */
  readonly progressed: () => boolean;
  /** Aborted when the lease is no longer needed. */
  readonly done: AbortSignal;
};

/** Settles after so many ms, or when the signal aborts. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => {});

/** Renews until `done`. Rejects with LeaseLost once the lease is another's or has run out. */
export const keepLease = async ({
  leases,
  songId,
  holder,
  progressed,
  done,
}: Options): Promise<void> => {
  let expiresAt = Date.now() + leaseDuration;
  for (;;) {
    await pause(renewEvery, done);
    if (done.aborted) return;
    const now = Date.now();
    try {
      const request = { holder, now, duration: leaseDuration, progressed: progressed() };
      if (!(await leases.renew(songId, request))) throw new LeaseLost(songId);
      expiresAt = now + leaseDuration;
    } catch (error) {
      if (!(error instanceof StoreAway)) throw error;
      if (Date.now() > expiresAt) throw new LeaseLost(songId, { cause: error });
    }
  }
};
