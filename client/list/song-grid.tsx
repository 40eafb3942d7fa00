/** Any number of songs, of which only those in sight are drawn. */
import { type Signal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo, useRef } from "preact/hooks";
import type { Song } from "../../api-client/contract.ts";
import { lazy, outdated } from "../app/lazy.tsx";
import type { SongList } from "../library/song-list.ts";
import { knownSong } from "../library/songs.ts";
import type { From } from "../playback/queue.ts";
import { createGridPointer } from "./grid-pointer.ts";
import type { KeyDoors } from "./grid-keys.ts";
import { useDrawable } from "./drawable.ts";
import { inSight } from "./in-sight.ts";
import { createPress, type Press } from "./press.ts";
import { createSelection, type Selection } from "./selection.ts";
import type { Stop } from "./row.tsx";
import { SkeletonRow } from "./skeleton-row.tsx";
import { SongRow } from "./song-row.tsx";
import { useWindow } from "./window.ts";
import "./selection-room.css";

export type GridProps = {
  readonly list: SongList;
  readonly label: string;
  /** What the queue says of where its songs come from. */
  readonly from: From;
  readonly head?: ComponentChildren;
  /** Instead of the place in the list. */
  readonly number?: (song: Song) => string;
  readonly restores?: boolean;
  /** Not more rows than these. */
  readonly most?: number | undefined;
};

export type Active = { readonly index: number; readonly stop: Stop };

export type Grid = Required<Pick<GridProps, "list" | "from">> &
  Press & {
    readonly selection: Selection;
  };

const SelectionBar = lazy(async () => (await import("./selection-bar.tsx")).SelectionBar);

/** Drawn before anything is known of the list. */
const skeletons = 12;
/** They come with the first focus: before it there is nobody to press them. */
const deferredKeys = (grid: Grid, doors: KeyDoors) => {
  let handle: ((event: KeyboardEvent) => void) | undefined;
  const early: KeyboardEvent[] = [];
  const load = (): void =>
    void import("./grid-keys.ts").then(({ createGridKeys }) => {
      handle ??= createGridKeys(grid, doors);
      for (const event of early.splice(0)) handle(event);
    }, outdated);
  return {
    load,
    onKeyDown(event: KeyboardEvent): void {
      if (handle) return handle(event);
      early.push(event);
      return load();
    },
  };
};

/** Wherever the focus came from, the keys are for the row that has it. */
const noteFocus = ({ target }: FocusEvent, active: Signal<Active>): void => {
  const stop = (target as Element).closest<HTMLElement>("[data-stop]");
  const row = stop?.closest<HTMLElement>("[data-row]");
  if (!stop || !row) return;
  const next = { index: Number(row.dataset["row"]), stop: stop.dataset["stop"] as Stop };
  const { index, stop: before } = active.peek();
  if (next.index !== index || next.stop !== before) active.value = next;
};

const placesOf = (first: number, last: number, also: number): number[] => {
  const places = Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n);
  return also >= first && also <= last ? places : [also, ...places].toSorted((a, b) => a - b);
};

export const SongGrid = ({
  list,
  label,
  from,
  head,
  number,
  restores = false,
  most = Infinity,
}: GridProps) => {
  const rows = useRef<HTMLDivElement>(null);
  const grid = useMemo<Grid>(() => {
    const selection = createSelection((start, end) => list.gather(start, end));
    return { list, from, selection, ...createPress(list, from) };
  }, [list]);
  const total = useComputed(() => Math.min(list.total.value ?? skeletons, most));
  const { seen, drawn } = useWindow(rows, total);
  const active = useSignal<Active>({ index: 0, stop: "title" });
  const isInside = useSignal(false);
  useSignalEffect(() => {
    const { first, last } = seen.value;
    list.want(first, last);
    inSight.value = { list, first, last };
  });

  /** Whoever comes by Tab comes to what can be seen. */
  const tabRow = useComputed(() => {
    const { index } = active.value;
    const { first, last } = seen.value;
    const wanted = isInside.value ? index : Math.max(first, Math.min(index, last));
    return Math.max(0, Math.min(wanted, total.value - 1));
  });
  const keys = useMemo(() => deferredKeys(grid, { rows, active, total, seen }), [grid]);
  const pointer = useMemo(() => createGridPointer(grid, active), [grid]);

  const { first, last } = drawn.value;
  const places = placesOf(first, last, tabRow.value);
  const isSeen = (index: number): boolean => index >= seen.value.first && index <= seen.value.last;
  const inView = [...places.filter(isSeen), ...places.filter((index) => !isSeen(index))];
  const drawable = useDrawable(inView.flatMap((index) => list.at(index) ?? []));
  const shown = new Set<string>();
  const drawRow = (index: number) => {
    const id = list.at(index);
    const isNext = id !== undefined && drawable.has(id) && !shown.has(id);
    const song = isNext ? knownSong(id) : undefined;
    if (id === undefined || song === undefined) {
      // While one scrolls past what has not come, the same few elements only move.
      return <SkeletonRow key={tabRow.value === index ? "tab" : index - first} index={index} />;
    }
    shown.add(id);
    return (
      <SongRow
        key={id}
        index={index}
        song={song}
        isSelected={grid.selection.has(id)}
        stop={tabRow.value === index ? active.value.stop : undefined}
        number={number}
        restores={restores}
      />
    );
  };

  return (
    <>
      <div
        role="grid"
        class="songs"
        aria-label={label}
        aria-rowcount={(list.total.value ?? -1) < 0 ? -1 : total.value + 1}
        aria-multiselectable="true"
        aria-busy={list.total.value === undefined}
        {...pointer}
        onKeyDown={keys.onKeyDown}
        onFocusIn={(event) => {
          isInside.value = true;
          noteFocus(event, active);
          keys.load();
        }}
        onFocusOut={() => void (isInside.value = false)}
      >
        {head}
        <div role="rowgroup" class="rows" ref={rows} style={{ "--total": total.value }}>
          {places.map(drawRow)}
        </div>
      </div>
      <div class="selection-room">
        {grid.selection.ids.value.size > 0 && <SelectionBar grid={grid} />}
      </div>
    </>
  );
};
