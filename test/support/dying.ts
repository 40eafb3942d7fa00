/** A store as a process sees it that is killed in the middle: after so many calls none comes through any more. */
import { wrapCalls } from "../../functions/core/store/errors.ts";
import type { Store } from "../../functions/core/store/store.ts";

export class Died extends Error {
  override readonly name = "Died";
}

export type DyingStore = Store & {
  /** Whether a call was refused. */
  readonly isDead: () => boolean;
  /** Calls that still come through. */
  readonly left: () => number;
};

export const dyingStore = (store: Store, calls: number): DyingStore => {
  let left = calls;
  const around = (call: () => Promise<unknown>): Promise<unknown> =>
    left-- > 0 ? call() : Promise.reject(new Died());
  return {
    ...store,
    songs: wrapCalls(store.songs, around),
    chunks: wrapCalls(store.chunks, around),
    leases: wrapCalls(store.leases, around),
    keys: wrapCalls(store.keys, around),
    isDead: () => left < 0,
    left: () => left,
  };
};
