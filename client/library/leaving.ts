/** Deleted songs stay in their place for a while, so that it can be undone there. */
import { signal } from "@preact/signals";

/** s: nobody points at it meanwhile, nor is there by keys. */
const stayFor = 10;

/** s that are left to each. */
const rests = new Map<string, number>();
const listeners = new Set<(id: string) => void>();
let counting: number | undefined;

/** Ids of those that are about to go. */
export const leaving = signal<ReadonlySet<string>>(new Set());

/** Hears of each that has gone. */
export const onLeft = (listener: (id: string) => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

const note = (): void => void (leaving.value = new Set(rests.keys()));

const countOn = (): void => {
  if (rests.size > 0) counting ??= window.setTimeout(count, 1_000);
};

const count = (): void => {
  counting = undefined;
  const held = new Set<string | undefined>();
  const rows = "[data-song]:is(:hover, :has(:focus-visible))";
  for (const row of document.querySelectorAll<HTMLElement>(rows)) held.add(row.dataset["song"]);
  for (const [id, rest] of rests) if (!held.has(id)) rests.set(id, rest - 1);
  const gone = [...rests.keys()].filter((id) => rests.get(id) === 0);
  for (const id of gone) rests.delete(id);
  if (gone.length > 0) note();
  for (const id of gone) for (const listener of listeners) listener(id);
  countOn();
};

export const leave = (id: string): void => {
  if (rests.has(id)) return;
  rests.set(id, stayFor);
  note();
  countOn();
};

export const stay = (id: string): void => {
  if (rests.delete(id)) note();
};
