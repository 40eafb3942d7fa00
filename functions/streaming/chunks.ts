/** Chunks from the store, kept in memory while they are in use. */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip as gzipCallback } from "node:zlib";
import { LRUCache } from "lru-cache";
import type { ChunkStore } from "../core/store/store.ts";

const gzip = promisify(gzipCallback);

export type ServedChunk = {
  readonly bytes: Buffer;
  /** For clients that take it; only of text. */
  readonly gzipped?: Buffer;
  /** For every answer that has bytes of it. */
  readonly headers: Readonly<Record<string, string>>;
};

export type Chunks = {
  /** One that is in memory. `path`: `<songId>/<name>`. */
  kept(path: string): ServedChunk | undefined;
  read(songId: string, name: string): Promise<ServedChunk | undefined>;
};

/** ms: what may change is looked up again after so long. */
const freshFor = 1_000;
const year = 365 * 24 * 60 * 60;

// Apple's authoring specification, 10.4.
const types: Readonly<Record<string, string>> = {
  m3u8: "application/vnd.apple.mpegurl",
  mp4: "audio/mp4",
  m4s: "audio/mp4",
  json: "application/json",
  jpg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  avif: "image/avif",
};

const endingOf = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

const isText = (ending: string): boolean => ending === "m3u8" || ending === "json";

/** A chunk's name that may be asked for: whatever ends in a known type. Parts have no ending. */
export const isServed = (name: string): boolean =>
  /^[\w./-]+$/.test(name) && endingOf(name) in types;

/** Strong (RFC 9110, 8.8.3). */
const etagOf = (bytes: Uint8Array): string =>
  `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;

/** Segments never change under their name; playlists and waveforms are asked for again each time. */
const cacheControl = (ending: string): string =>
  isText(ending) ? "no-cache" : `public, max-age=${year}, immutable`;

const prepare = async (name: string, stored: Uint8Array): Promise<ServedChunk> => {
  const ending = endingOf(name);
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
  return {
    bytes,
    ...(isText(ending) && { gzipped: await gzip(bytes) }),
    headers: {
      "Content-Type": types[ending] ?? "application/octet-stream",
      ETag: etagOf(bytes),
      "Cache-Control": cacheControl(ending),
      "Accept-Ranges": "bytes",
      ...(isText(ending) && { Vary: "Accept-Encoding" }),
    },
  };
};

/** `most`: bytes kept. Those who ask for the same at the same time share one look at the store. */
export const createChunks = (store: ChunkStore, most: number): Chunks => {
  const kept = new LRUCache<string, ServedChunk>({
    maxSize: most,
    sizeCalculation: ({ bytes, gzipped }) => bytes.length + (gzipped?.length ?? 0) + 512,
  });
  const asked = new Map<string, Promise<ServedChunk | undefined>>();

  const fetch = async (path: string, songId: string, name: string) => {
    const chunk = await store.get(songId, name);
    if (!chunk) return undefined;
    const served = await prepare(name, chunk.bytes);
    kept.set(path, served, served.gzipped ? { ttl: freshFor } : {});
    return served;
  };

  return {
    kept: (path) => kept.get(path),
    read(songId, name) {
      const path = `${songId}/${name}`;
      const found = kept.get(path);
      if (found) return Promise.resolve(found);
      const reading =
        asked.get(path) ?? fetch(path, songId, name).finally(() => asked.delete(path));
      asked.set(path, reading);
      return reading;
    },
  };
};
