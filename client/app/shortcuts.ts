/** Keys that work everywhere. The widget that has the focus wins: fields, buttons, sliders, lists. */
import { isDialogOpen } from "./dialogs.tsx";
import { singleKeys } from "./settings.ts";

export type Shortcut = {
  /** As `Shift+ArrowLeft`, `Ctrl+z`, `?`, `m`, ` `. Ctrl is Command on a Mac. */
  readonly key: string;
  readonly label: string;
  /** False: not now, the key keeps its own meaning. */
  readonly run: () => boolean | void;
};

const known: Shortcut[] = [];

/** In the order in which they came. */
export const shortcuts = (): readonly Shortcut[] => known;

/** Gives a way to take them away again. */
export const addShortcuts = (added: readonly Shortcut[]): (() => void) => {
  known.push(...added);
  return () => {
    for (const one of added) known.splice(known.indexOf(one), 1);
  };
};

/** As `Shortcut.key`. */
export const nameOfKey = ({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): string => {
  const isLetter = /^\p{L}$/u.test(key);
  // Of other characters, the character itself tells of Shift.
  const shift = shiftKey && (isLetter || key.length > 1) ? "Shift+" : "";
  return `${ctrlKey || metaKey ? "Ctrl+" : ""}${shift}${isLetter ? key.toLowerCase() : key}`;
};

const textFields =
  "input:not([type=range], [type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]";

/** What a focused widget does with the key by itself. */
const isTaken = (target: Element, key: string): boolean => {
  if (target.matches(textFields)) return true;
  if (key === " ")
    return target.matches("button, a, summary, input, [role=button], [role=menuitem]");
  if (/Arrow|Home|End|Page/.test(key)) return target.matches("input, [role=menuitem]");
  return false;
};

const onKeyDown = (event: KeyboardEvent): void => {
  const target = event.target as Element;
  if (event.defaultPrevented || event.altKey || event.isComposing || !(target instanceof Element))
    return;
  const name = nameOfKey(event);
  if (isTaken(target, event.key) || isDialogOpen()) return;
  if (!singleKeys.value && event.key.length === 1 && !name.startsWith("Ctrl+")) return;
  for (const { key, run } of known)
    if (key === name && run() !== false) {
      event.preventDefault();
      return;
    }
};

export const startShortcuts = (): void => document.addEventListener("keydown", onKeyDown);
