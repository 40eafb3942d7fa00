/** Refuses what there is no room for, before anything of it is stored. */
import type { Room } from "../core/limits.ts";
import { Problem } from "../core/problem.ts";
import type { Store } from "../core/store/store.ts";

export type RoomGuard = {
  /** Bytes: what the library may take up, and what its disk still has; where there is one, and where it tells. */
  state(): Promise<{ readonly quota?: number; readonly free?: number }>;
  /** Throws Problem: store-full, quota-reached, where so many bytes more are too many. */
  check(bytes: number): Promise<void>;
  /** The bytes of a body of unknown length, until there is no room for more: throws as `check` does. */
  watch(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array>;
};

/** Bytes of a body between two looks. */
const lookEvery = 32 * 1024 * 1024;

const gigabytes = (bytes: number): string => `${Number((bytes / 1e9).toFixed(3))} GB`;

export const createRoomGuard = (store: Store, { quota, leastFree }: Room): RoomGuard => {
  const checkDisk = async (bytes: number): Promise<void> => {
    if (leastFree === 0) return;
    const free = await store.free();
    if (free === undefined || free - bytes >= leastFree) return;
    throw new Problem("store-full", {
      detail: `${gigabytes(leastFree)} of its disk are kept free. Free some space there, or lower SEGUE_MIN_FREE_GB.`,
    });
  };

  const checkQuota = async (bytes: number): Promise<void> => {
    if (quota === Infinity || (await store.songs.stored()) + bytes <= quota) return;
    throw new Problem("quota-reached", {
      detail: `The limit is ${gigabytes(quota)}. Delete songs, which gives their room back after a day, or raise SEGUE_QUOTA_GB.`,
    });
  };

  const check = async (bytes: number): Promise<void> => {
    const wanted = bytes + (await store.songs.promised());
    await checkDisk(wanted);
    await checkQuota(wanted);
  };

  return {
    async state() {
      const free = await store.free();
      return { ...(quota < Infinity && { quota }), ...(free !== undefined && { free }) };
    },
    check,
    async *watch(body) {
      let unseen = 0;
      for await (const bytes of body) {
        unseen += bytes.length;
        if (unseen > lookEvery) {
          await check(0);
          unseen = 0;
        }
        yield bytes;
      }
    },
  };
};
