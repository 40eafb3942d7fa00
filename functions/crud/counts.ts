/** Lengths of lists. People ask for the same ones while they page and search: each is counted once for each change. */
import { LRUCache } from "lru-cache";
import type { SongFilter, Store } from "../core/store/store.ts";

const mostKept = 500;
/** ms: what goes for ever leaves no change behind. In a list, that is an upload with which nobody has gone on. */
const longest = 60_000;
/** ms by which clocks may differ: until then, another change may come with the same date. */
const settled = 5_000;

type Kept = { readonly change: number; readonly count: number };

export const createCounts = ({
  songs,
}: Pick<Store, "songs">): ((filter: SongFilter) => Promise<number>) => {
  const kept = new LRUCache<string, Kept>({ max: mostKept, ttl: longest });
  return async (filter) => {
    const name = JSON.stringify(filter);
    const change = await songs.lastChange();
    const known = kept.get(name);
    if (known?.change === change) return known.count;
    const asked = Date.now();
    const count = await songs.count(filter);
    if (asked - change > settled) kept.set(name, { change, count });
    return count;
  };
};
