/** Wrong tokens, by who sent them: whoever tries out too many has to wait, and nobody else has. */
import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { Problem } from "../problem.ts";

/** In a minute, from one address. Each counts once: a page whose token was changed sends the old one all the time. */
const most = 10;
const minute = 60_000;
/** Addresses that are remembered: some megabytes at most. */
const mostAddresses = 5_000;

type Failures = {
  readonly since: number;
  /** Of the tokens. */
  readonly digests: ReadonlySet<string>;
};

export type Tries = {
  /** Throws Problem: too-many-tries. Also for a right token: or it would be known by that. */
  check(address: string): void;
  failed(address: string, token: string): void;
};

/** Enough to tell them apart, and too little to know them by. */
const digestOf = (token: string): string =>
  createHash("sha256").update(token).digest("base64").slice(0, 6);

export const createTries = (now: () => number = Date.now): Tries => {
  const failures = new LRUCache<string, Failures>({ max: mostAddresses });

  const recent = (address: string): Failures => {
    const found = failures.get(address);
    return found && now() - found.since < minute ? found : { since: now(), digests: new Set() };
  };

  return {
    check(address) {
      const { since, digests } = recent(address);
      if (digests.size < most) return;
      const seconds = Math.ceil((since + minute - now()) / 1000);
      throw new Problem("too-many-tries", {
        detail: `Try again in ${seconds} s.`,
        headers: { "Retry-After": String(seconds) },
      });
    },

    failed(address, token) {
      const { since, digests } = recent(address);
      failures.set(address, { since, digests: new Set([...digests, digestOf(token)]) });
    },
  };
};
