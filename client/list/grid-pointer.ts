/** What mouse and fingers do to a list. */
import type { Signal } from "@preact/signals";
import { outdated } from "../app/lazy.tsx";
import type { Active, Grid } from "./song-grid.tsx";
import type { Stop } from "./row.tsx";

/** ms until a press is a long one. */
const longPress = 500;
/** px a finger may tremble. */
const tremble = 10;

type Press = { readonly x: number; readonly y: number; readonly timer: number };

const rowOf = (event: Event): number | undefined => {
  const row = (event.target as Element).closest<HTMLElement>("[data-row]");
  return row ? Number(row.dataset["row"]) : undefined;
};

const actionOf = (event: Event): string | undefined =>
  (event.target as Element).closest<HTMLElement>("[data-do]")?.dataset["do"];

const isLink = (event: Event): boolean => (event.target as Element).closest("a") !== null;

export const createGridPointer = (grid: Grid, active: Signal<Active>) => {
  const { list, selection } = grid;
  let press: Press | undefined;
  let wasLong = false;

  const endPress = (): void => {
    clearTimeout(press?.timer);
    press = undefined;
  };

  const openMenu = (index: number, at: Element | MouseEvent): void =>
    void import("./row-menu.tsx").then(({ openRowMenu }) => openRowMenu(grid, index, at), outdated);

  const select = (event: MouseEvent, index: number, id: string): void => {
    if (event.shiftKey) void selection.extendTo(index);
    else if (event.ctrlKey || event.metaKey) selection.toggle(id, index);
    else selection.only(id, index);
  };

  const act = (name: string, index: number, id: string, at: Element): void => {
    if (name === "play") grid.press(index);
    else if (name === "more") openMenu(index, at);
    else
      void import("./grid-actions.ts").then(({ doToSong }) => doToSong(grid, name, id), outdated);
  };

  const onClick = (event: MouseEvent): void => {
    const index = rowOf(event);
    const id = index === undefined ? undefined : list.at(index);
    if (index === undefined || id === undefined || isLink(event)) return;
    const stop = (event.target as Element).closest<HTMLElement>("[data-stop]")?.dataset["stop"];
    active.value = { index, stop: (stop as Stop | undefined) ?? "title" };
    if (wasLong) {
      wasLong = false;
      return;
    }
    const name = actionOf(event);
    // Who clicks twice wants it to play, not to play and to pause.
    if (name === "play" && event.detail > 1) return;
    const isExtending = event.shiftKey || event.ctrlKey || event.metaKey;
    const touches = (event as PointerEvent).pointerType === "touch";
    // Who has begun to select by touch goes on by tapping.
    if (name === "play" && touches && selection.ids.peek().size > 0) selection.toggle(id, index);
    else if (name !== undefined && !(isExtending && name === "play"))
      act(name, index, id, event.target as Element);
    else select(event, index, id);
  };

  return {
    onClick,
    onDblClick(event: MouseEvent) {
      const index = rowOf(event);
      if (index !== undefined && actionOf(event) === undefined && !isLink(event)) grid.press(index);
    },
    onPointerDown(event: PointerEvent) {
      const index = rowOf(event);
      wasLong = false;
      if (index === undefined) return;
      const id = list.at(index);
      if (actionOf(event) === "play") grid.warm(index);
      if (event.pointerType !== "touch" || id === undefined) return;
      const timer = window.setTimeout(() => {
        endPress();
        wasLong = true;
        selection.toggle(id, index);
      }, longPress);
      press = { x: event.clientX, y: event.clientY, timer };
    },
    onPointerMove({ clientX, clientY }: PointerEvent) {
      if (press && Math.hypot(clientX - press.x, clientY - press.y) > tremble) endPress();
    },
    onPointerUp: endPress,
    onPointerCancel: endPress,
    onContextMenu(event: MouseEvent) {
      const index = rowOf(event);
      if (index === undefined || isLink(event)) return;
      event.preventDefault();
      // A long press has its own meaning.
      if ((event as PointerEvent).pointerType !== "touch") openMenu(index, event);
    },
  };
};
