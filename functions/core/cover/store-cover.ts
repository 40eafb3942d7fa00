import { createHash } from "node:crypto";
import type { Limits } from "../limits.ts";
import type { Cover, SongId } from "../song/song.ts";
import type { ChunkStore } from "../store/store.ts";
import { resize, sizes, type } from "./resize.ts";

/** Counts the changes of how covers are made: another recipe makes other chunks. */
const recipe = "1";

const hashOf = (picture: Uint8Array): string =>
  createHash("sha256").update(recipe).update(picture).digest("base64url").slice(0, 16);

export const coverPath = (hash: string): string => `cover/${hash}/`;

export type StoredCover = {
  readonly cover: Cover;
  /** Bytes that are new. */ readonly growth: number;
};

/** Makes and stores a song's cover, in all sizes. Throws as `resize` does, and as the store does. */
export const storeCover = async (
  chunks: Pick<ChunkStore, "insert">,
  id: SongId,
  picture: Uint8Array,
  limits: Limits,
): Promise<StoredCover> => {
  const hash = hashOf(picture);
  const { images, color } = await resize(picture, limits);
  let growth = 0;
  for (const { size, bytes } of images)
    if (await chunks.insert(id, `${coverPath(hash)}${size}.${type}`, bytes)) growth += bytes.length;
  return { cover: { hash, color, sizes, type }, growth };
};
