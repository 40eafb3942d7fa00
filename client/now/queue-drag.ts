/** Moving a song by pointer or finger: the row follows, a line shows where it would drop. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { player } from "../playback/instance.ts";
import type { Key } from "../playback/queue.ts";

/** px: less is a click that trembles. */
const threshold = 5;
/** px from the edge of what scrolls, and px per frame at the edge itself. */
const edge = 56;
const fastest = 14;

export type Drag = {
  /** The song that is dragged. */
  readonly dragged: ReadonlySignal<Key | undefined>;
  /** On a grip. */
  onPointerDown(event: PointerEvent, key: Key): void;
};

const scrollerOf = (element: HTMLElement): HTMLElement => {
  for (let at: HTMLElement | null = element; at; at = at.parentElement)
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  return document.documentElement;
};

/** Where rows are, in px from the top of the list: they stay there while one is dragged. */
type Rows = readonly { readonly middle: number; readonly top: number; readonly bottom: number }[];

const rowsOf = (list: HTMLElement): Rows => {
  const { top: origin } = list.getBoundingClientRect();
  return [...list.children].map((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return { top: top - origin, bottom: bottom - origin, middle: (top + bottom) / 2 - origin };
  });
};

/** The place between the others that a row with this middle would have. */
const placeAt = (rows: Rows, own: number, middle: number): number =>
  rows.filter((row, n) => n !== own && row.middle < middle).length;

/** px: where the line goes. */
const lineAt = (rows: Rows, own: number, place: number): number => {
  const others = rows.filter((_, n) => n !== own);
  return others[place]?.top ?? others.at(-1)?.bottom ?? 0;
};

const scrollSpeed = (box: DOMRect, y: number): number => {
  const above = box.top + edge - y;
  const below = y - (box.bottom - edge);
  const depth = above > 0 ? -above : Math.max(0, below);
  return (Math.max(-edge, Math.min(edge, depth)) / edge) * fastest;
};

type Hold = { readonly list: HTMLElement; readonly row: HTMLElement; readonly key: Key };

export const createDrag = (listOf: () => HTMLElement | null): Drag => {
  const dragged = signal<Key | undefined>(undefined);

  /** From the first move on, until it is let go. */
  const carry = ({ list, row, key }: Hold, startY: number) => {
    const rows = rowsOf(list);
    const own = [...list.children].indexOf(row);
    const scroller = scrollerOf(list);
    const startTop = list.getBoundingClientRect().top;
    let pointer = startY;
    let place = own;
    let frame = 0;
    dragged.value = key;

    const draw = (): void => {
      // The list's own move is what it was scrolled by meanwhile.
      const moved = pointer - startY - (list.getBoundingClientRect().top - startTop);
      place = placeAt(rows, own, (rows[own]?.middle ?? 0) + moved);
      row.style.setProperty("--moved", `${moved}px`);
      list.style.setProperty("--line", `${lineAt(rows, own, place)}px`);
    };
    const roll = (): void => {
      const speed = scrollSpeed(scroller.getBoundingClientRect(), pointer);
      if (speed !== 0) {
        scroller.scrollTop += speed;
        draw();
      }
      frame = requestAnimationFrame(roll);
    };
    frame = requestAnimationFrame(roll);

    return {
      to(y: number): void {
        pointer = y;
        draw();
      },
      end(isDropped: boolean): void {
        cancelAnimationFrame(frame);
        row.style.removeProperty("--moved");
        dragged.value = undefined;
        if (isDropped && place !== own) player.move(key, place);
      },
    };
  };

  return {
    dragged,
    onPointerDown(event, key) {
      const grip = event.currentTarget as HTMLElement;
      const list = listOf();
      const row = grip.closest<HTMLElement>("li");
      if (!list || !row || event.button !== 0) return;
      grip.setPointerCapture(event.pointerId);
      let carrying: ReturnType<typeof carry> | undefined;
      const ending = new AbortController();
      const { signal } = ending;
      const end = (isDropped: boolean): void => {
        ending.abort();
        carrying?.end(isDropped);
      };
      const move = ({ clientY }: PointerEvent): void => {
        if (!carrying && Math.abs(clientY - event.clientY) < threshold) return;
        carrying ??= carry({ list, row, key }, event.clientY);
        carrying.to(clientY);
      };
      // The click at its end is not meant.
      const swallow = (click: Event): void => {
        if (carrying) click.stopImmediatePropagation();
      };
      grip.addEventListener("pointermove", move, { signal });
      grip.addEventListener("pointerup", () => end(true), { signal });
      grip.addEventListener("pointercancel", () => end(false), { signal });
      grip.addEventListener("lostpointercapture", () => end(false), { signal });
      grip.addEventListener("click", swallow, { capture: true, once: true });
      addEventListener(
        "keydown",
        (pressed) => {
          if (pressed.key !== "Escape") return;
          pressed.preventDefault();
          pressed.stopPropagation();
          end(false);
        },
        { signal, capture: true },
      );
    },
  };
};
