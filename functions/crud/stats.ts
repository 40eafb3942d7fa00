/** Totals of the library. Every page asks for them, and they are counted over all songs: once for each change. */
import type { Store, Totals } from "../core/store/store.ts";

/** While songs change all the time, counting takes one part of so many of it... */
const share = 20;
/** ...but nobody is told what is older than this (ms), or than it takes to count. */
const oldest = 1_000;
/**
 * ms: what goes for ever leaves no change behind, and two changes may share a millisecond. Where counting takes long,
 * the same part of the time goes to it.
 */
const longest = 10_000;

type Counted = {
  readonly change: number;
  readonly at: number;
  readonly totals: Promise<Totals>;
  /** ms; undefined while counting. */
  took?: number;
};

/** Those who ask while others wait for the same count share it. */
export const createStats = ({ songs }: Pick<Store, "songs">): (() => Promise<Totals>) => {
  let last: Counted | undefined;

  const stillHolds = ({ change, at, took }: Counted, now: number, lastChange: number): boolean => {
    if (took === undefined) return true;
    const rest = took * share;
    return now - at < (change === lastChange ? Math.max(longest, rest) : Math.min(oldest, rest));
  };

  const count = (change: number, at: number): Counted => {
    const counted: Counted = { change, at, totals: songs.totals() };
    counted.totals.then(
      () => {
        counted.took = Date.now() - at;
      },
      () => {
        // A failure is not kept.
        if (last === counted) last = undefined;
      },
    );
    return counted;
  };

  return async () => {
    const change = await songs.lastChange();
    const now = Date.now();
    if (!last || !stillHolds(last, now, change)) last = count(change, now);
    return last.totals;
  };
};
