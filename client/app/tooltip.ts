/** The whole of a text that was cut: on pointing at it, and on coming to it by keys. */
import { floatingPlace } from "./top-layer.ts";
import "./tooltip.css";

/** ms of pointing. */
const patience = 500;

let tip: HTMLElement | undefined;
let timer: number | undefined;

const hide = (): void => {
  clearTimeout(timer);
  if (tip?.matches(":popover-open")) tip.hidePopover();
};

const isCut = (element: HTMLElement): boolean =>
  [element, ...element.children].some(
    ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1,
  );

const make = (): HTMLElement => {
  const made = floatingPlace();
  made.className = "tooltip";
  made.popover = "manual";
  // What is cut is read in full anyway.
  made.setAttribute("aria-hidden", "true");
  return made;
};

const show = (element: HTMLElement): void => {
  if (!element.isConnected || !isCut(element)) return;
  tip ??= make();
  tip.textContent = element.textContent;
  tip.dir = "auto";
  tip.showPopover();
  const box = element.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = tip;
  const below = box.bottom + 4;
  const top = below + height > innerHeight - 8 ? box.top - height - 4 : below;
  tip.style.setProperty("--left", `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`);
  tip.style.setProperty("--top", `${Math.max(8, top)}px`);
};

const tipped = (event: Event): HTMLElement | null =>
  event.target instanceof Element ? event.target.closest<HTMLElement>("[data-tip]") : null;

export const startTooltips = (): void => {
  document.addEventListener("pointerover", (event) => {
    const element = tipped(event);
    hide();
    if (element && event.pointerType === "mouse")
      timer = window.setTimeout(show, patience, element);
  });
  document.addEventListener("focusin", (event) => {
    const element = tipped(event);
    hide();
    if (element?.matches(":focus-visible, :has(:focus-visible)")) show(element);
  });
  for (const name of ["focusout", "keydown", "pointerdown", "scroll", "wheel"])
    document.addEventListener(name, hide, { capture: true, passive: true });
};
