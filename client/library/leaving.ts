/** Deleted songs stay in their place for a while, so that it can be undone there. */
import { signal } from "@preact/signals";

/** ms. */
const stayFor = 10_000;

type Timer = { rest: number; started: number; timer: number | undefined };

const timers = new Map<string, Timer>();
const listeners = new Set<(id: string) => void>();

/** Ids of those that are about to go. */
export const leaving = signal<ReadonlySet<string>>(new Set());

/** Hears of each that has gone. */
export const onLeft = (listener: (id: string) => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

const note = (): void => void (leaving.value = new Set(timers.keys()));

const run = (id: string, timer: Timer): void => {
  timer.started = performance.now();
  timer.timer = window.setTimeout(() => {
    timers.delete(id);
    note();
    for (const listener of listeners) listener(id);
  }, timer.rest);
};

export const leave = (id: string): void => {
  if (timers.has(id)) return;
  const timer: Timer = { rest: stayFor, started: 0, timer: undefined };
  timers.set(id, timer);
  run(id, timer);
  note();
};

export const stay = (id: string): void => {
  clearTimeout(timers.get(id)?.timer);
  if (timers.delete(id)) note();
};

/** Somebody points at it: it waits. */
export const hold = (id: string): void => {
  const timer = timers.get(id);
  if (timer?.timer === undefined) return;
  clearTimeout(timer.timer);
  timer.timer = undefined;
  timer.rest -= performance.now() - timer.started;
};

export const release = (id: string): void => {
  const timer = timers.get(id);
  if (timer && timer.timer === undefined) run(id, timer);
};
