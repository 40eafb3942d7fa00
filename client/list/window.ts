/** Which rows of a long list are drawn: those that can be seen, and some around them. */
import { useComputed, useSignal } from "@preact/signals";
import type { ReadonlySignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** Rows above and below what can be seen. */
const overscan = 8;
/** The window moves by so many rows at a time: fewer redraws. */
const step = 4;

export type Window = { readonly first: number; readonly last: number };

export const scrollerOf = (element: Element): HTMLElement | null =>
  element.closest<HTMLElement>("main, dialog");

/** px. */
export const rowHeightOf = (element: Element): number =>
  Number.parseFloat(getComputedStyle(element).getPropertyValue("--row-height"));

/** Rows that can be seen, from `rows`' place in what scrolls. */
const seenIn = (
  rows: HTMLElement,
  scroller: HTMLElement,
  height: number,
  total: number,
): Window => {
  const above = scroller.getBoundingClientRect().top - rows.getBoundingClientRect().top;
  const first = Math.floor(above / height);
  const last = Math.floor((above + scroller.clientHeight) / height);
  return {
    first: Math.max(0, Math.min(first, total - 1)),
    last: Math.max(0, Math.min(last, total - 1)),
  };
};

export const useWindow = (
  rows: RefObject<HTMLElement>,
  total: ReadonlySignal<number>,
): { readonly seen: ReadonlySignal<Window>; readonly drawn: ReadonlySignal<Window> } => {
  const seen = useSignal<Window>({ first: 0, last: 24 });
  useLayoutEffect(() => {
    const element = rows.current;
    const scroller = element && scrollerOf(element);
    if (!element || !scroller) return undefined;
    // Asked for at every step of a scroll, it would have all styles worked out each time.
    let height = rowHeightOf(element);
    const look = (): void => {
      const now = seenIn(element, scroller, height, total.peek());
      const before = seen.peek();
      if (now.first !== before.first || now.last !== before.last) seen.value = now;
    };
    look();
    scroller.addEventListener("scroll", look, { passive: true });
    const observer = new ResizeObserver(() => {
      height = rowHeightOf(element);
      look();
    });
    observer.observe(scroller);
    observer.observe(element);
    return () => {
      scroller.removeEventListener("scroll", look);
      observer.disconnect();
    };
  }, []);
  const first = useComputed(() =>
    Math.max(0, Math.floor((seen.value.first - overscan) / step) * step),
  );
  const last = useComputed(() =>
    Math.min(total.value - 1, Math.ceil((seen.value.last + overscan) / step) * step),
  );
  const drawn = useComputed(() => ({ first: first.value, last: last.value }));
  return { seen, drawn };
};
