/** One message at the bottom: what happened, and how to take it back. */
import { signal } from "@preact/signals";
import { announce } from "./announce.tsx";

type Action = { readonly label: string; readonly run: () => void };

type Options = {
  /** Also by Ctrl+Z, while the toast is there. */
  readonly undo?: () => void;
  readonly action?: Action;
};

export type Shown = {
  readonly text: string;
  readonly action: Action | undefined;
  readonly undo: boolean;
};

export const shown = signal<Shown | undefined>(undefined);

export const dismissToast = (): void => void (shown.value = undefined);

/** Takes the place of the one before. */
export const toast = (text: string, { undo, action }: Options = {}): void => {
  const offered = undo ? { label: "Undo", run: undo } : action;
  shown.value = { text, action: offered, undo: undo !== undefined };
  void import("./toast-view.tsx");
  announce(undo ? `${text}. Undo available` : text);
};

/** Takes back what the toast tells of. False when there is nothing. */
export const undoLast = (): boolean => {
  const last = shown.value;
  if (!last?.undo) return false;
  dismissToast();
  last.action?.run();
  return true;
};
