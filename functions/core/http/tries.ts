/** Wrong tokens, by who sent them: whoever sends too many has to wait, and nobody else has. */
import { LRUCache } from "lru-cache";
import { Problem } from "../problem.ts";

/** In a minute, from one address. */
const most = 10;
const minute = 60_000;
/** Addresses that are remembered: about a megabyte. */
const mostAddresses = 10_000;

type Failures = { readonly since: number; readonly count: number };

export type Tries = {
  /** Throws Problem: too-many-tries. Also for a right token: or it would be known by that. */
  check(address: string): void;
  failed(address: string): void;
};

export const createTries = (now: () => number = Date.now): Tries => {
  const failures = new LRUCache<string, Failures>({ max: mostAddresses });

  const recent = (address: string): Failures => {
    const found = failures.get(address);
    return found && now() - found.since < minute ? found : { since: now(), count: 0 };
  };

  return {
    check(address) {
      const { since, count } = recent(address);
      if (count < most) return;
      const seconds = Math.ceil((since + minute - now()) / 1000);
      throw new Problem("too-many-tries", {
        detail: `Try again in ${seconds} s.`,
        headers: { "Retry-After": String(seconds) },
      });
    },

    failed(address) {
      const { since, count } = recent(address);
      failures.set(address, { since, count: count + 1 });
    },
  };
};
