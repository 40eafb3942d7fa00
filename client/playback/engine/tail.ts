/** The end of the time line: what is wished to follow the song that plays, and no more. */
import type { Song } from "../../../api-client/contract.ts";
import type { Run } from "./run.ts";
import type { Startable } from "./starts.ts";
import { endOf, joined, type Slot } from "./timeline.ts";

export type Wish = {
  /** Undefined: nothing shall follow. */
  readonly song: Song | undefined;
  /** What is known of it. */
  readonly startable: Startable | undefined;
};

/** Brings the time line in accord with the wish, as far as is possible now. */
export const arrangeTail = (run: Run, slot: Slot, wish: Wish, newKey: () => number): void => {
  const head = run.slots.slice(0, run.slots.indexOf(slot) + 1);
  const after = run.slots[head.length];
  const isThere = after !== undefined && after.song.id === wish.song?.id;
  const next = slot.complete && !isThere ? wish.startable : undefined;
  const slots = next ? joined(head, { ...next, key: newKey() }) : head;
  if (after && !isThere) run.replace(slots, endOf(slot));
  else if (next) run.change(slots);
  run.finish(slot.complete && !wish.song);
};
