/** A store whose every call is timed. */
import { type Around, wrapCalls } from "./errors.ts";
import type { Store } from "./store.ts";

export type StoreCall = {
  /** As `songs.get`. */
  readonly operation: string;
  readonly seconds: number;
  readonly failed: boolean;
};

type Note = (call: StoreCall) => void;

const timing =
  (room: string, note: Note): Around =>
  async (call, name) => {
    const started = performance.now();
    let failed = true;
    try {
      const answer = await call();
      failed = false;
      return answer;
    } finally {
      const seconds = (performance.now() - started) / 1000;
      note({ operation: `${room}.${name}`, seconds, failed });
    }
  };

export const meteredStore = (store: Store, note: Note): Store => ({
  ...store,
  songs: wrapCalls(store.songs, timing("songs", note)),
  chunks: wrapCalls(store.chunks, timing("chunks", note)),
  leases: wrapCalls(store.leases, timing("leases", note)),
  shares: wrapCalls(store.shares, timing("shares", note)),
  keys: wrapCalls(store.keys, timing("keys", note)),
});
