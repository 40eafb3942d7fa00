/** Chunks from the store, kept in memory while they are in use. */
import { LRUCache } from "lru-cache";
import type { ChunkStore } from "../core/store/store.ts";
import { StoreAway } from "../core/store/errors.ts";
import { isServed, isText } from "./content.ts";
import { formsOf, type Manner, type ServedChunk } from "./forms.ts";

export type Chunks = {
  /** One that is in memory. `path`: `<songId>/<name>`. */
  kept(path: string): ServedChunk | undefined;
  /** Undefined: there is none, or none of that name may be asked for. */
  read(path: string): Promise<ServedChunk | undefined>;
  /** So far. */
  readonly hits: number;
  readonly misses: number;
  /** Bytes in memory now. */
  readonly weight: number;
};

/** ms: what may change is looked up again after so long. */
const freshFor = 1_000;

type Options = {
  /** Bytes. */
  readonly most: number;
  readonly manner: Manner;
};

/** Chunks with all that is sent of them. Those who ask for the same at the same time share one look at the store. */
export const createChunks = (store: Pick<ChunkStore, "get">, { most, manner }: Options): Chunks => {
  const kept = new LRUCache<string, ServedChunk>({
    maxSize: most,
    sizeCalculation: ({ weight }) => weight,
    noDeleteOnStaleGet: true,
  });
  let hits = 0;
  let misses = 0;
  const asked = new Map<string, Promise<ServedChunk | undefined>>();

  const fetch = async (path: string) => {
    const slash = path.indexOf("/");
    const name = path.slice(slash + 1);
    if (slash < 1 || !isServed(name)) return undefined;
    misses++;
    const chunk = await store.get(path.slice(0, slash), name);
    if (!chunk) {
      kept.delete(path);
      return undefined;
    }
    const served = await formsOf(path, chunk.bytes, manner);
    kept.set(path, served, isText(name) ? { ttl: freshFor } : {});
    return served;
  };

  /** While the store is away, what was there last is better than nothing. */
  const fetchOrOld = async (path: string) => {
    try {
      return await fetch(path);
    } catch (error) {
      const old = error instanceof StoreAway && kept.get(path, { allowStale: true });
      if (old) return old;
      throw error;
    }
  };

  return {
    get hits() {
      return hits;
    },
    get misses() {
      return misses;
    },
    get weight() {
      return kept.calculatedSize;
    },
    kept(path) {
      const served = kept.get(path);
      if (served) hits++;
      return served;
    },
    read(path) {
      const served = kept.get(path);
      if (served) return Promise.resolve(served);
      const reading = asked.get(path) ?? fetchOrOld(path).finally(() => asked.delete(path));
      asked.set(path, reading);
      return reading;
    },
  };
};
