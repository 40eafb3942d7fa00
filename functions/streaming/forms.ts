/** A chunk as it is sent: plain, and gzipped where that is shorter. Made once, when it comes into memory. */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip as gzipCallback } from "node:zlib";
import { type Head, headOf } from "../core/http/head.ts";
import { cacheControlOf, isText, typeOf } from "./content.ts";

const gzip = promisify(gzipCallback);

/** One of the representations that a client may get: each has its own entity tag (RFC 9110, 8.8.3). */
export type Form = {
  readonly bytes: Buffer;
  readonly etag: string;
  /** Of every answer with its bytes. */
  readonly head: Head;
  /** Of an answer that it is unchanged (RFC 9110, 15.4.5). */
  readonly unchanged: Head;
};

export type ServedChunk = {
  readonly plain: Form;
  /** For clients that take it; only of text. */
  readonly gzipped: Form | undefined;
  /** Bytes in memory. */
  readonly weight: number;
};

const formOf = (name: string, bytes: Buffer, etag: string, coding?: "gzip"): Form => {
  const caching = {
    ETag: etag,
    "Cache-Control": cacheControlOf(name),
    ...(isText(name) && { Vary: "Accept-Encoding" }),
  };
  const content = {
    "Content-Type": typeOf(name),
    "X-Content-Type-Options": "nosniff",
    ...(coding ? { "Content-Encoding": coding } : { "Accept-Ranges": "bytes" }),
  };
  return { bytes, etag, head: headOf({ ...content, ...caching }), unchanged: headOf(caching) };
};

/** For head and bookkeeping. */
const besides = 1_024;

export const formsOf = async (name: string, stored: Uint8Array): Promise<ServedChunk> => {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
  const digest = createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
  const plain = formOf(name, bytes, `"${digest}"`);
  if (!isText(name)) return { plain, gzipped: undefined, weight: bytes.length + besides };
  const zipped = await gzip(bytes);
  return {
    plain,
    gzipped:
      zipped.length < bytes.length ? formOf(name, zipped, `"${digest}.gzip"`, "gzip") : undefined,
    weight: bytes.length + zipped.length + besides,
  };
};
