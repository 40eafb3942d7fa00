/** A library with the segments of a song. */
import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openSqliteStore } from "../../../functions/core/store/sqlite.ts";
import type { Store } from "../../../functions/core/store/store.ts";

/** Bytes of about 6 s at 128 kbit/s. */
export const segmentBytes = 99_000;
const songId = "song-of-the-benchmark";

/** Segments on their way to the store at once. */
const batch = 100;

const nameOf = (n: number): string => `encoding/a128/${n}.m4s`;

/** `<songId>/<name>`. */
export const segmentPath = (n: number): string => `${songId}/${nameOf(n)}`;

export const insertSegments = async (store: Store, count: number): Promise<void> => {
  const insert = (n: number): Promise<boolean> =>
    store.chunks.insert(songId, nameOf(n), randomBytes(segmentBytes));
  for (let start = 0; start < count; start += batch) {
    const length = Math.min(batch, count - start);
    await Promise.all(Array.from({ length }, (_, n) => insert(start + n)));
  }
};

export const fillWithSegments = async (within: string, count: number): Promise<string> => {
  const folder = join(within, `segments-${count}`);
  await mkdir(folder);
  const store = openSqliteStore(folder);
  await insertSegments(store, count);
  await store.close();
  return folder;
};
