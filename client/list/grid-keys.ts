/** Keys within a list: one tab stop, arrows move. */
import type { ReadonlySignal, Signal } from "@preact/signals";
import type { RefObject } from "preact";
import type { Song } from "../../api-client/contract.ts";
import { singleKeys } from "../app/settings.ts";
import { nameOfKey } from "../app/shortcuts.ts";
import { areDeleted, createGridActions } from "./grid-actions.ts";
import type { Active, Grid } from "./song-grid.tsx";
import type { Stop } from "./row.tsx";
import { rowHeightOf, scrollerOf, type Window } from "./window.ts";

export type KeyDoors = {
  readonly rows: RefObject<HTMLElement>;
  readonly active: Signal<Active>;
  readonly total: ReadonlySignal<number>;
  readonly seen: ReadonlySignal<Window>;
};

const stopsIn = (row: Element | null | undefined): HTMLElement[] =>
  [...(row?.querySelectorAll<HTMLElement>("[data-stop]") ?? [])].filter(
    (stop) => stop.offsetParent !== null,
  );

const stopOf = (element: HTMLElement | undefined): Stop =>
  (element?.dataset["stop"] as Stop | undefined) ?? "title";

export const createGridKeys = (grid: Grid, { rows, active, total, seen }: KeyDoors) => {
  const { list, selection } = grid;
  const actions = createGridActions(grid);

  const rowAt = (index: number): HTMLElement | null | undefined =>
    rows.current?.querySelector<HTMLElement>(`[data-row="${index}"]`);

  /** Above it there are what the scroller keeps room for and the head of the columns. */
  const reveal = (index: number): void => {
    const element = rows.current;
    const scroller = element && scrollerOf(element);
    if (!element || !scroller) return;
    const height = rowHeightOf(element);
    const frame = scroller.getBoundingClientRect();
    const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(scroller);
    const head = element.previousElementSibling?.getBoundingClientRect().height ?? 0;
    const top = element.getBoundingClientRect().top + index * height;
    const above = frame.top + Number.parseFloat(scrollPaddingTop) + head - top;
    const below = top + height - (frame.bottom - Number.parseFloat(scrollPaddingBottom));
    if (above > 0) scroller.scrollTop -= above;
    else if (below > 0) scroller.scrollTop += below;
  };

  const moveTo = (index: number, stop: Stop): void => {
    const place = Math.max(0, Math.min(index, total.peek() - 1));
    active.value = { index: place, stop };
    reveal(place);
    // Once it is drawn.
    requestAnimationFrame(() => {
      const stops = stopsIn(rowAt(place));
      (stops.find((one) => stopOf(one) === stop) ?? stops[0])?.focus({ preventScroll: true });
    });
  };

  const moveWithin = (by: number): void => {
    const stops = stopsIn(rowAt(active.peek().index));
    const at = stops.findIndex((one) => one === document.activeElement);
    const next = stops[at + by];
    if (!next) return;
    active.value = { ...active.peek(), stop: stopOf(next) };
    next.focus({ preventScroll: true });
  };

  const page = (): number => Math.max(1, seen.peek().last - seen.peek().first - 2);
  const step = (by: number): void => moveTo(active.peek().index + by, active.peek().stop);

  const extend = (by: number): void => {
    const { index } = active.peek();
    const id = list.at(index);
    if (selection.ids.peek().size === 0 && id !== undefined) selection.only(id, index);
    step(by);
    void selection.extendTo(active.peek().index);
  };

  const toggle = (): void => {
    const { index } = active.peek();
    const id = list.at(index);
    if (id !== undefined) selection.toggle(id, index);
  };

  const upon = (act: (songs: readonly Song[]) => void) => (): void => {
    const songs = actions.meant(active.peek().index);
    if (!areDeleted(songs)) act(songs);
  };

  const bound: Readonly<Record<string, () => boolean | void>> = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    ArrowRight: () => moveWithin(document.dir === "rtl" ? -1 : 1),
    ArrowLeft: () => moveWithin(document.dir === "rtl" ? 1 : -1),
    PageDown: () => step(page()),
    PageUp: () => step(-page()),
    Home: () => moveTo(0, active.peek().stop),
    End: () => moveTo(total.peek() - 1, active.peek().stop),
    "Ctrl+Home": () => moveTo(0, "title"),
    "Ctrl+End": () => moveTo(total.peek() - 1, "title"),
    "Shift+ArrowDown": () => extend(1),
    "Shift+ArrowUp": () => extend(-1),
    "Ctrl+ ": toggle,
    "Shift+ ": toggle,
    "Ctrl+a": () => actions.selectAll(),
    Escape() {
      if (selection.ids.peek().size === 0) return false;
      return selection.clear();
    },
    e: upon(actions.edit),
    a: upon((songs) => actions.queue(songs, "last")),
    "Shift+a": upon((songs) => actions.queue(songs, "next")),
    Delete: upon(actions.remove),
  };

  return (event: KeyboardEvent): void => {
    if (event.altKey || event.defaultPrevented) return;
    if (event.key === "Enter" || event.key === " ") grid.warm(active.peek().index);
    const name = nameOfKey(event);
    if (!singleKeys.peek() && /^(Shift\+)?[a-z]$/.test(name)) return;
    const run = bound[name];
    if (!run || run() === false) return;
    event.preventDefault();
    event.stopPropagation();
  };
};
