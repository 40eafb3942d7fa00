/** A store whose every call is timed. */
import type { Store } from "./store.ts";

export type StoreCall = {
  /** As `songs.get`. */
  readonly operation: string;
  readonly seconds: number;
  readonly failed: boolean;
};

type Note = (call: StoreCall) => void;
type Call = (...args: readonly unknown[]) => Promise<unknown>;

const timedCall =
  (operation: string, call: Call, note: Note): Call =>
  async (...args) => {
    const started = performance.now();
    let failed = true;
    try {
      const answer = await call(...args);
      failed = false;
      return answer;
    } finally {
      note({ operation, seconds: (performance.now() - started) / 1000, failed });
    }
  };

const timed = <T extends object>(room: string, part: T, note: Note): T =>
  Object.fromEntries(
    Object.entries(part).map(([name, call]: [string, Call]) => [
      name,
      timedCall(`${room}.${name}`, call.bind(part), note),
    ]),
  ) as T;

export const meteredStore = (store: Store, note: Note): Store => ({
  ...store,
  songs: timed("songs", store.songs, note),
  chunks: timed("chunks", store.chunks, note),
  leases: timed("leases", store.leases, note),
  shares: timed("shares", store.shares, note),
  keys: timed("keys", store.keys, note),
});
