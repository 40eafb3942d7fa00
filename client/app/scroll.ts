/** How far each entry of the history was scrolled. */
import { inSession } from "./storage.ts";

/** ms: who has not got there by then is not pulled there any more. */
const patience = 10_000;

let stop = (): void => {};

const scroller = (): HTMLElement | null => document.querySelector("main");

export const keepScroll = (entry: string): void =>
  inSession.write(`scroll.${entry}`, String(scroller()?.scrollTop ?? 0));

/** Scrolls there as soon as the page is tall enough, unless the person scrolls first. */
export const restoreScroll = (entry: string): void => {
  stop();
  const wanted = Number(inSession.read(`scroll.${entry}`) ?? 0);
  const main = scroller();
  if (main) main.scrollTop = 0;
  if (wanted === 0) return;
  const ending = new AbortController();
  stop = () => ending.abort();
  for (const event of ["wheel", "touchmove", "keydown", "pointerdown"])
    addEventListener(event, stop, { signal: ending.signal, passive: true });
  const until = performance.now() + patience;
  const attempt = (): void => {
    if (ending.signal.aborted) return;
    const main = scroller();
    if (main && main.scrollHeight - main.clientHeight >= wanted) {
      main.scrollTop = wanted;
      stop();
    } else if (performance.now() < until) requestAnimationFrame(attempt);
    else stop();
  };
  // Not before the view that belongs there is drawn.
  requestAnimationFrame(attempt);
};
