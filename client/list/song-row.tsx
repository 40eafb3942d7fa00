/** One song of a list, in all its states. What is pressed in it is heard by the list. */
import type { ReadonlySignal } from "@preact/signals";
import type { Song } from "../../api-client/contract.ts";
import { clean } from "../app/format.ts";
import { Cover } from "../covers/cover.tsx";
import { leaving } from "../library/leaving.ts";
import { sending } from "../library/sending.ts";
import { currentId, isPlaying } from "./now-playing.ts";
import { NumberCell } from "./number-cell.tsx";
import { Row, type Stop, type Tab } from "./row.tsx";
import { Below } from "./row-below.tsx";
import { Action, actionOf, Cells } from "./row-end.tsx";
import { rowState } from "./row-state.ts";

export type Shown = {
  readonly index: number;
  readonly song: ReadonlySignal<Song>;
  readonly isSelected: boolean;
  /** Which of its controls is in the tab order; the title where there is no such one. */
  readonly stop: Stop | undefined;
  /** Instead of the place in the list. */
  readonly number: ((song: Song) => string) | undefined;
  /** Of the deleted songs: what it offers instead of a menu. */
  readonly restores: boolean;
};

export const SongRow = ({ index, song: source, isSelected, stop, number, restores }: Shown) => {
  const song = source.value;
  const title = clean(song.title);
  const isCurrent = currentId.value === song.id;
  const state = rowState(song, leaving.value.has(song.id), sending.value.get(song.id));
  const action = actionOf(state, title, restores);
  const has: readonly (Stop | false)[] = action
    ? ["title", "action"]
    : ["title", song.albumId !== undefined && "album", "more"];
  const reached = stop && (has.includes(stop) ? stop : "title");
  const tab: Tab = (name) => (reached === name ? 0 : -1);
  const shownNumber = number?.(song) ?? String(index + 1);
  const isOut = state.kind === "deleted" || restores;
  return (
    <Row
      index={index}
      class={`song-row ${state.kind} ${isCurrent ? "current" : ""}`}
      aria-selected={isSelected}
      data-song={song.id}
    >
      {isOut || state.kind === "failed" ? (
        <div role="gridcell" class="cell-number">
          <span class="mark">{shownNumber}</span>
        </div>
      ) : (
        <NumberCell title={title} number={shownNumber} isCurrent={isCurrent} />
      )}
      {/* By the key it stays the same element, and keeps the focus, whatever stands before it. */}
      <div key="title" role="gridcell" class="cell-title">
        <Cover of={song} eager={index < 8} />
        <div class="names">
          <button
            type="button"
            class="title"
            dir="auto"
            data-do="play"
            data-stop="title"
            data-tip
            tabIndex={tab("title")}
            aria-label={`${isCurrent && isPlaying.value ? "Pause" : "Play"} ${title}`}
            aria-disabled={action !== undefined || !song.playable}
          >
            {title}
          </button>
          <Below song={song} state={state} />
        </div>
      </div>
      {action ? <Action action={action} tab={tab} /> : <Cells song={song} tab={tab} />}
    </Row>
  );
};
