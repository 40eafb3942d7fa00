/**
 * Addresses of private songs, which hold for a while: `s/<expiry, base36 s>.<signature>/<songId>/`. The signature is in
 * the path, so that what is relative within a song inherits it. crud makes them, streaming checks them.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { LRUCache } from "lru-cache";
import { Problem } from "../problem.ts";

export type Signing = {
  /** The first signs; those behind it are still accepted. */
  readonly keys: readonly string[];
  /** s. Within it all addresses of a song are one; each holds for one to two times as long. */
  readonly window: number;
};

/** Epoch ms. */
type Clock = () => number;

/** Whole characters of base64: no two texts stand for the same signature. 192 of HMAC-SHA256's bits. */
const signatureBytes = 24;

const signatureOf = (key: string, expiry: string, songId: string): string =>
  createHmac("sha256", key)
    .update(`segue:path:${expiry}:${songId}`)
    .digest()
    .subarray(0, signatureBytes)
    .toString("base64url");

/** `until`: epoch ms after which it shall not hold in any case. Ends in a slash. */
export type SignPath = (songId: string, until?: number) => string;

export const createSigner =
  ({ keys, window }: Signing, now: Clock = Date.now): SignPath =>
  (songId, until = Infinity) => {
    const [key] = keys;
    if (key === undefined) throw new Error("There is no key to sign with.");
    const ofWindow = (Math.floor(now() / 1000 / window) + 2) * window;
    const expiry = Math.ceil(Math.min(ofWindow, until / 1000)).toString(36);
    return `s/${expiry}.${signatureOf(key, expiry, songId)}/${songId}/`;
  };

/** One spelling only, with nothing that anybody on the way would unpack. */
const form = /^s\/([1-9a-z][0-9a-z]{5,7})\.([\w-]{32})\/([\w-]{21})$/;
const idLength = 21;
/** Signed addresses that are remembered as right, so that each is worked out once: some hundred bytes each. */
const mostVerified = 10_000;

const wrong = (): Problem =>
  new Problem("signature-wrong", {
    detail: "This library is private. Sign in: the song's `streaming` says its address.",
  });

const expired = (): Problem =>
  new Problem("signature-expired", {
    detail: "Read the song again: its `streaming` says the new one.",
  });

/** Takes a path without its first slash to `<songId>/<name>`. Throws Problem: signature-wrong, signature-expired. */
export type OpenPath = (path: string) => string;

export const createVerifier = (
  { keys }: Pick<Signing, "keys">,
  now: Clock = Date.now,
): OpenPath => {
  /** To epoch ms. */
  const verified = new LRUCache<string, number>({ max: mostVerified });

  const verify = (prefix: string): number => {
    const [, expiry = "", given = "", songId = ""] = form.exec(prefix) ?? [];
    if (songId === "") throw wrong();
    // Every key is tried, and in constant time, so that answers tell nothing of any.
    const same = keys.filter((key) =>
      timingSafeEqual(Buffer.from(signatureOf(key, expiry, songId)), Buffer.from(given)),
    );
    if (same.length === 0) throw wrong();
    const until = Number.parseInt(expiry, 36) * 1000;
    verified.set(prefix, until);
    return until;
  };

  return (path) => {
    const id = path.indexOf("/", 2) + 1;
    const end = id + idLength;
    if (id === 0 || path[end] !== "/") throw wrong();
    const prefix = path.slice(0, end);
    const until = verified.get(prefix) ?? verify(prefix);
    if (now() >= until) throw expired();
    return path.slice(id);
  };
};
