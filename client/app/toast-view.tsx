/** Draws the message. */
import { render } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { dismissToast, type Shown, shown } from "./toast.ts";
import { floatingPlace, moveToTop } from "./top-layer.ts";
import "./toast.css";

/** ms. */
const short = 6_000;
const withUndo = 10_000;

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

const Toast = () => {
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
    <div ref={element} class="toast" popover="manual" role="region" aria-label="Message">
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

render(<Toast />, floatingPlace());
