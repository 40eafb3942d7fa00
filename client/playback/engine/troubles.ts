/** What keeps bytes from coming, over all that is being fetched: told when it changes. */
import type { Fault } from "../engine.ts";

export type Trouble = { readonly fault: Fault; readonly songId: string };

export type Troubles = {
  /** `source`: whatever has the trouble; it has one at a time. */
  set(source: object, trouble: Trouble): void;
  /** Says whether it had one. */
  clear(source: object): boolean;
  /** Nobody needs the source any more. What takes its place is likely to have the same trouble. */
  leave(source: object): void;
  /** Tells what troubles that song, to whom it could not be told before. */
  tellAgain(songId: string): void;
};

/** ms in which that shows. */
const handover = 1_500;

export const createTroubles = (tell: (trouble: Trouble | undefined) => void): Troubles => {
  const all = new Map<object, Trouble>();
  let told: Trouble | undefined;

  const changed = (): void => {
    const troubles = [...all.values()];
    // Whoever knows why, says more than that it is slow.
    const now = troubles.findLast(({ fault }) => fault !== "slow") ?? troubles.at(-1);
    if (now?.fault === told?.fault && now?.songId === told?.songId) return;
    told = now;
    tell(now);
  };

  const clear = (source: object): boolean => {
    const had = all.delete(source);
    if (had) changed();
    return had;
  };

  return {
    set(source, trouble) {
      all.delete(source);
      all.set(source, trouble);
      changed();
    },
    clear,
    leave(source) {
      if (all.has(source)) setTimeout(clear, handover, source);
    },
    tellAgain(songId) {
      if (told?.songId === songId) tell(told);
    },
  };
};
