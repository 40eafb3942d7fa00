/** A library with the segments of a song, as a folder. */
import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openSqliteStore } from "../../../functions/core/store/sqlite.ts";

/** Bytes of about 6 s at 128 kbit/s. */
export const segmentBytes = 99_000;
const songId = "song-of-the-benchmark";

/** `<songId>/<name>`. */
export const segmentPath = (n: number): string => `${songId}/encoding/a128/${n}.m4s`;

export const fillWithSegments = async (within: string, count: number): Promise<string> => {
  const folder = join(within, `segments-${count}`);
  await mkdir(folder);
  const store = openSqliteStore(folder);
  for (let n = 0; n < count; n++) {
    const name = segmentPath(n).slice(songId.length + 1);
    await store.chunks.insert(songId, name, randomBytes(segmentBytes));
  }
  await store.close();
  return folder;
};
