/** One message at the bottom: what happened, and how to take it back. */
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { announce } from "./announce.tsx";
import { moveToTop } from "./top-layer.ts";
import "./toast.css";

type Action = { readonly label: string; readonly run: () => void };

type Options = {
  /** Also by Ctrl+Z, while the toast is there. */
  readonly undo?: () => void;
  readonly action?: Action;
};

type Shown = { readonly text: string; readonly action: Action | undefined; readonly undo: boolean };

/** ms. */
const short = 6_000;
const withUndo = 10_000;

const shown = signal<Shown | undefined>(undefined);

export const dismissToast = (): void => void (shown.value = undefined);

/** Takes the place of the one before. */
export const toast = (text: string, { undo, action }: Options = {}): void => {
  const offered = undo ? { label: "Undo", run: undo } : action;
  shown.value = { text, action: offered, undo: undo !== undefined };
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

/** Counts down while nobody points at it or is in it. */
const useCountdown = (element: () => HTMLElement | null, toast: Shown | undefined): void => {
  useEffect(() => {
    const target = element();
    if (!target || !toast) return undefined;
    let rest = toast.undo ? withUndo : short;
    let started = performance.now();
    let timer = 0;
    const isHeld = (): boolean => target.matches(":hover, :focus-within");
    const run = (): void => {
      clearTimeout(timer);
      started = performance.now();
      timer = window.setTimeout(dismissToast, rest);
    };
    const hold = (): void => {
      rest -= performance.now() - started;
      clearTimeout(timer);
    };
    const release = (): void => void (isHeld() || run());
    if (!isHeld()) run();
    const ending = new AbortController();
    const { signal } = ending;
    for (const event of ["pointerenter", "focusin"])
      target.addEventListener(event, hold, { signal });
    for (const event of ["pointerleave", "focusout"])
      target.addEventListener(event, () => setTimeout(release), { signal });
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [toast]);
};

export const Toast = () => {
  const element = useRef<HTMLDivElement>(null);
  const current = shown.value;
  useEffect(() => {
    const { current: popover } = element;
    if (!popover) return;
    moveToTop();
    if (current) popover.showPopover();
    else popover.hidePopover();
  }, [current]);
  useCountdown(() => element.current, current);
  const act = (): void => {
    dismissToast();
    current?.action?.run();
  };
  return (
    <div ref={element} class="toast" popover="manual">
      {current && (
        <>
          <p dir="auto" title={current.text}>
            {current.text}
          </p>
          {current.action && (
            <button type="button" class="link" onClick={act}>
              {current.action.label}
            </button>
          )}
        </>
      )}
    </div>
  );
};
