/** Files that were half sent when the page was left: a page cannot keep a file, but it can say which it was. */
import { effect } from "@preact/signals";
import { onDevice } from "../app/storage.ts";
import type { Uploads } from "./uploads.ts";
import { isOver } from "./upload.ts";

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

export const keepLeftBehind = ({ list }: Uploads): void => {
  let before = "";
  effect(() => {
    const left = list.value.flatMap(({ file, id, state, size }) =>
      id.value === undefined || isOver(state.value)
        ? []
        : [{ id: id.value, name: file.name, size }],
    );
    const text = left.length === 0 ? "" : JSON.stringify(left);
    if (text !== before) onDevice.write(name, text === "" ? undefined : text);
    before = text;
  });
};
