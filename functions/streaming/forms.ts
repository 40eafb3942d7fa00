/** A chunk as it is sent: plain, and gzipped where that is shorter. Made once, when it comes into memory. */
import { hash } from "node:crypto";
import { promisify } from "node:util";
import { gzip as gzipCallback } from "node:zlib";
import { type Head, headOf } from "../core/http/head.ts";
import { type Audience, cacheControlOf, isText, routeOf, typeOf } from "./content.ts";

const gzip = promisify(gzipCallback);

export type Answer = { readonly status: number; readonly head: Head; readonly body?: Buffer };

/** One of the representations that a client may get: each has its own entity tag (RFC 9110, 8.8.3). */
export type Form = {
  readonly bytes: Buffer;
  readonly etag: string;
  /** Of every answer with bytes of it, but for how many. */
  readonly head: Head;
  readonly whole: Answer;
  /** The answer that it is unchanged (RFC 9110, 15.4.5). */
  readonly unchanged: Answer;
};

export type ServedChunk = {
  /** In metrics. */
  readonly route: string;
  readonly plain: Form;
  /** For clients that take it; only of text. */
  readonly gzipped: Form | undefined;
  /** Bytes in memory. */
  readonly weight: number;
};

/** What all chunks have in common. */
export type Manner = {
  readonly audience: Audience;
  /** What every head says. */
  readonly always: Head;
};

type Given = Manner & {
  readonly path: string;
  readonly bytes: Buffer;
  readonly etag: string;
  readonly coding?: "gzip";
};

const formOf = ({ path, bytes, etag, audience, always, coding }: Given): Form => {
  const caching = {
    ETag: etag,
    "Cache-Control": cacheControlOf(path, audience),
    ...(isText(path) && { Vary: "Accept-Encoding" }),
  };
  const content = {
    "Content-Type": typeOf(path),
    "X-Content-Type-Options": "nosniff",
    ...(coding ? { "Content-Encoding": coding } : { "Accept-Ranges": "bytes" }),
  };
  const head = [...headOf({ ...content, ...caching }), ...always];
  return {
    bytes,
    etag,
    head,
    whole: { status: 200, head: [...head, "Content-Length", String(bytes.length)], body: bytes },
    unchanged: { status: 304, head: [...headOf(caching), ...always] },
  };
};

/** For head and bookkeeping. */
const besides = 1_024;

/**
 * What may change is known by its bytes. All else never changes under its path, which takes a hundredth of the time of
 * those to digest.
 */
const tagOf = (path: string, bytes: Buffer): string =>
  hash("sha256", isText(path) ? bytes : path, "base64url").slice(0, 22);

/** `path`: `<songId>/<name>`. */
export const formsOf = async (
  path: string,
  stored: Uint8Array,
  manner: Manner,
): Promise<ServedChunk> => {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
  const tag = tagOf(path, bytes);
  const plain = formOf({ path, bytes, etag: `"${tag}"`, ...manner });
  const route = routeOf(path);
  if (!isText(path)) return { route, plain, gzipped: undefined, weight: bytes.length + besides };
  const zipped = await gzip(bytes);
  const gzipped = formOf({
    path,
    bytes: zipped,
    etag: `"${tag}.gzip"`,
    ...manner,
    coding: "gzip",
  });
  return {
    route,
    plain,
    gzipped: zipped.length < bytes.length ? gzipped : undefined,
    weight: bytes.length + zipped.length + besides,
  };
};
