/** Which songs of a list are selected: by click, Shift, Ctrl, keys, or a long press. */
import { type ReadonlySignal, signal } from "@preact/signals";

export type Selection = {
  readonly ids: ReadonlySignal<ReadonlySet<string>>;
  has(id: string): boolean;
  /** This one alone. */
  only(id: string, index: number): void;
  toggle(id: string, index: number): void;
  /** From the last that was chosen on. */
  extendTo(index: number): Promise<void>;
  set(ids: readonly string[]): void;
  clear(): void;
};

export const createSelection = (
  /** Ids from one place up to before another. */
  between: (from: number, to: number) => Promise<readonly string[]>,
): Selection => {
  const ids = signal<ReadonlySet<string>>(new Set());
  let anchor = 0;
  let latest = 0;
  return {
    ids,
    has: (id) => ids.value.has(id),
    only(id, index) {
      anchor = index;
      ids.value = new Set([id]);
    },
    toggle(id, index) {
      anchor = index;
      const next = new Set(ids.peek());
      if (!next.delete(id)) next.add(id);
      ids.value = next;
    },
    async extendTo(index) {
      const turn = ++latest;
      const found = await between(Math.min(anchor, index), Math.max(anchor, index) + 1);
      if (turn === latest) ids.value = new Set(found);
    },
    set: (chosen) => void (ids.value = new Set(chosen)),
    clear: () => void (ids.value = new Set()),
  };
};
