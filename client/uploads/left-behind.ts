/** Files that were half sent when the page was left: a page cannot keep a file, but it can say which it was. */
import { effect } from "@preact/signals";
import { onDevice } from "../app/storage.ts";
import type { Uploads } from "./uploads.ts";
import { isOver, isPending, type Upload } from "./upload.ts";

export type LeftBehind = { readonly id: string; readonly name: string; readonly size: number };

const name = "uploads";

const isLeft = (value: unknown): value is LeftBehind => {
  const { id, name: file, size } = (value ?? {}) as Partial<LeftBehind>;
  return typeof id === "string" && typeof file === "string" && typeof size === "number";
};

export const readLeftBehind = (): readonly LeftBehind[] => {
  try {
    const kept: unknown = JSON.parse(onDevice.read(name) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isLeft) : [];
  } catch {
    // Not of our writing: as if nothing had been left.
    return [];
  }
};

const lockOf = (id: string): string => `segue-upload-${id}`;

/** Runs it when no other page sends that upload: now, or when that page is closed. Plain HTTP has no locks. */
const whenFree = (id: string, run: () => void): void => {
  if ("locks" in navigator) void navigator.locks.request(lockOf(id), run);
  else run();
};

/** For as long as this page is open. */
const claim = (id: string): void => {
  if ("locks" in navigator)
    void navigator.locks.request(lockOf(id), () => new Promise<never>(() => {}));
};

/** Not what another page has the file of. */
export const recallLeftBehind = ({ recall }: Uploads): void => {
  for (const { id } of readLeftBehind())
    whenFree(id, () => recall(readLeftBehind().filter((left) => left.id === id)));
};

const leftOf = ({ file, id, state, size }: Upload): readonly LeftBehind[] =>
  id.value === undefined || isOver(state.value) ? [] : [{ id: id.value, name: file.name, size }];

/** The list is every page's: each writes what is its own. */
const write = (before: readonly LeftBehind[], now: readonly LeftBehind[]): void => {
  const own = new Set([...before, ...now].map(({ id }) => id));
  const all = [...readLeftBehind().filter(({ id }) => !own.has(id)), ...now];
  onDevice.write(name, all.length === 0 ? undefined : JSON.stringify(all));
};

export const keepLeftBehind = ({ list }: Uploads): void => {
  const claimed = new Set<string>();
  let before: readonly LeftBehind[] = [];
  effect(() => {
    const left = list.value.flatMap(leftOf);
    for (const { id, state } of list.value)
      if (id.value !== undefined && isPending(state.value) && !claimed.has(id.value)) {
        claimed.add(id.value);
        claim(id.value);
      }
    if (JSON.stringify(left) !== JSON.stringify(before)) write(before, left);
    before = left;
  });
};
