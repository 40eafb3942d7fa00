/** Refuses what there is no room for, before anything of it is stored. */
import type { Room } from "../core/limits.ts";
import { Problem } from "../core/problem.ts";
import type { Store } from "../core/store/store.ts";

export type RoomGuard = {
  /** Bytes: what the library may take up, and what its disk still has; where there is one, and where it tells. */
  state(): Promise<{ readonly quota?: number; readonly free?: number }>;
  /** Throws Problem: store-full, quota-reached, where so many bytes more are too many. */
  check(bytes: number): Promise<void>;
  /** The bytes of a body, until there is no room for more: throws as `check` does. `isNew`: they were not checked before. */
  watch(body: AsyncIterable<Uint8Array>, isNew: boolean): AsyncGenerator<Uint8Array>;
};

/** Bytes of a body between two looks. */
const lookEvery = 32 * 1024 * 1024;
/** ms: what the library takes up is counted over all songs. Meanwhile what is let in here is added to it. */
const countEvery = 10_000;

const gigabytes = (bytes: number): string => `${Number((bytes / 1e9).toFixed(3))} GB`;

export const createRoomGuard = (store: Store, { quota, leastFree }: Room): RoomGuard => {
  let counted = { bytes: 0, at: -Infinity };
  let letIn = 0;
  let counting: Promise<void> | undefined;

  const count = async (): Promise<void> => {
    const at = performance.now();
    const before = letIn;
    const [stored, promised] = await Promise.all([store.songs.stored(), store.songs.promised()]);
    counted = { bytes: stored + promised, at };
    letIn -= before;
  };
  /** Those who ask while others wait for it share it. */
  const countOnce = (): Promise<void> =>
    (counting ??= count().finally(() => (counting = undefined)));

  const checkDisk = async (bytes: number): Promise<void> => {
    if (leastFree === 0) return;
    const [free, promised] = await Promise.all([store.free(), store.songs.promised()]);
    if (free === undefined || free - promised - bytes >= leastFree) return;
    throw new Problem("store-full", {
      detail: `${gigabytes(leastFree)} of its disk are kept free. Free some space there, or lower SEGUE_MIN_FREE_GB.`,
    });
  };

  const checkQuota = async (bytes: number): Promise<void> => {
    if (quota === Infinity) return;
    const isWithin = (): boolean => counted.bytes + letIn + bytes <= quota;
    // Nobody is refused for what may not be so any more.
    if (performance.now() - counted.at > countEvery || !isWithin()) await countOnce();
    if (isWithin()) return void (letIn += bytes);
    throw new Problem("quota-reached", {
      detail: `The limit is ${gigabytes(quota)}. Delete songs, which gives their room back after a day, or raise SEGUE_QUOTA_GB.`,
    });
  };

  const check = async (bytes: number): Promise<void> => {
    await checkDisk(bytes);
    await checkQuota(bytes);
  };

  return {
    async state() {
      const free = await store.free();
      return { ...(quota < Infinity && { quota }), ...(free !== undefined && { free }) };
    },
    check,
    async *watch(body, isNew) {
      let unseen = 0;
      for await (const bytes of body) {
        unseen += bytes.length;
        if (unseen > lookEvery) {
          if (isNew) letIn += unseen;
          await check(0);
          unseen = 0;
        }
        yield bytes;
      }
    },
  };
};
