/** One song of a list, in all its states. What is pressed in it is heard by the list. */
import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Song } from "../../api-client/contract.ts";
import { clean, clock, day } from "../app/format.ts";
import { Icon } from "../app/icon.tsx";
import { address } from "../app/router.ts";
import { Cover } from "../covers/cover.tsx";
import { hold, leaving, release } from "../library/leaving.ts";
import { sending } from "../library/sending.ts";
import { currentId, isBuffering, isPlaying } from "./now-playing.ts";
import { type RowState, rowState } from "./row-state.ts";
import "./song-row.css";
import "./song-head.css";
import "./row-playing.css";
import "./row-state.css";
import "./skeleton-row.css";

/** The controls that arrow keys lead to, as their data-stop says. */
export type Stop = "title" | "album" | "more" | "action";

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

const Equalizer = ({ moves }: { readonly moves: boolean }) => (
  <span class={`equalizer ${moves ? "" : "still"}`} aria-hidden="true">
    <i />
    <i />
    <i />
  </span>
);

const Mark = ({ number }: { readonly number: string }) => {
  if (isBuffering.value) return <span class="ring" role="img" aria-label="Loading" />;
  return (
    <>
      <Equalizer moves={isPlaying.value} />
      <span class="visually-hidden">
        {number} {isPlaying.value ? "Playing" : "Paused"}
      </span>
    </>
  );
};

type NumberProps = { readonly title: string; readonly number: string; readonly isCurrent: boolean };

const NumberCell = ({ title, number, isCurrent }: NumberProps) => {
  const pauses = isCurrent && isPlaying.value;
  return (
    <div role="gridcell" class="cell-number plays">
      <span class="mark">{isCurrent ? <Mark number={number} /> : number}</span>
      <button
        type="button"
        class="icon-button"
        tabIndex={-1}
        data-do="play"
        aria-label={`${pauses ? "Pause" : "Play"} ${title}`}
      >
        <Icon name={pauses ? "pause" : "play"} />
      </button>
    </div>
  );
};

const Progress = ({ title, state }: { readonly title: string; readonly state: RowState }) => {
  if (state.kind !== "uploading" && state.kind !== "processing") return null;
  const { text, part } = state;
  return (
    <span class="row-state">
      <span
        class="progress"
        role="progressbar"
        aria-label={`${state.kind === "uploading" ? "Uploading" : "Preparing"} ${title}`}
        aria-valuenow={Math.floor(part * 100)}
      >
        <i style={{ transform: `scaleX(${part})` }} />
      </span>
      <span>{text}</span>
    </span>
  );
};

const Below = ({ song, state }: { readonly song: Song; readonly state: RowState }) => {
  if (state.kind === "deleted") return <span class="sub">Deleted</span>;
  if (state.kind === "failed")
    return (
      <span class="row-state">
        <Icon name="warning" />
        <span data-tip>{state.text}</span>
      </span>
    );
  if (state.kind !== "idle") return <Progress title={song.title} state={state} />;
  return (
    <span class="sub" dir="auto" data-tip>
      {clean(song.artist ?? "Unknown artist")}
    </span>
  );
};

type ActionProps = {
  readonly name: string;
  readonly label: string;
  readonly text: string;
  readonly class?: string;
};

type Tab = (stop: Stop) => 0 | -1;

const Action = ({ action, tab }: { readonly action: ActionProps; readonly tab: Tab }) => (
  <div role="gridcell" class="cell-action">
    <button
      type="button"
      class={`link ${action.class ?? ""}`}
      data-do={action.name}
      data-stop="action"
      tabIndex={tab("action")}
      aria-label={action.label}
    >
      {action.text}
    </button>
  </div>
);

const actionOf = (
  { kind, ...state }: RowState,
  title: string,
  restores: boolean,
): ActionProps | undefined => {
  if (kind === "deleted") return { name: "restore", label: `Undo deleting ${title}`, text: "Undo" };
  if (restores) return { name: "restore", label: `Restore ${title}`, text: "Restore" };
  if (kind !== "failed" || !("action" in state)) return undefined;
  return state.action === "again"
    ? { name: "again", label: `Try again: ${title}`, text: "Try again", class: "danger" }
    : { name: "replace", label: `Replace file: ${title}`, text: "Replace file", class: "danger" };
};

const Cells = ({ song, tab }: { readonly song: Song; readonly tab: Tab }) => (
  <>
    <div role="gridcell" class="cell-album">
      {song.album !== undefined && song.albumId !== undefined && (
        <a
          href={address("album", { id: song.albumId })}
          tabIndex={tab("album")}
          data-stop="album"
          data-tip
          dir="auto"
        >
          {clean(song.album)}
        </a>
      )}
    </div>
    <div role="gridcell" class="cell-added">
      {day(song.addedAt)}
    </div>
    <div role="gridcell" class="cell-time number">
      {clock(song.state === "ready" ? song.duration : undefined)}
    </div>
    <div role="gridcell" class="cell-more">
      <button
        type="button"
        class="icon-button"
        data-do="more"
        data-stop="more"
        tabIndex={tab("more")}
        aria-haspopup="menu"
        aria-label={`More for ${clean(song.title)}`}
      >
        <Icon name="more" />
      </button>
    </div>
  </>
);

const Row = ({ index, children, ...rest }: RowProps) => (
  <div {...rest} role="row" data-row={index} aria-rowindex={index + 2} style={{ "--index": index }}>
    {children}
  </div>
);

type RowProps = {
  readonly index: number;
  readonly class: string;
  readonly children: ComponentChildren;
  readonly "aria-selected"?: boolean;
  readonly "aria-busy"?: boolean;
  readonly onPointerEnter?: () => void;
  readonly onPointerLeave?: () => void;
  readonly onFocusIn?: () => void;
  readonly onFocusOut?: () => void;
};

/** A song that has not come yet: its place is kept. */
export const SkeletonRow = ({ index }: { readonly index: number }) => (
  <Row index={index} class="song-row skeleton" aria-busy>
    <div role="gridcell" class="cell-number" />
    <div role="gridcell" class="cell-title">
      <span class="cover-space" />
      <span class="lines">
        <span class="visually-hidden">Loading</span>
      </span>
    </div>
  </Row>
);

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
      onPointerEnter={() => hold(song.id)}
      onPointerLeave={() => release(song.id)}
      onFocusIn={() => hold(song.id)}
      onFocusOut={() => release(song.id)}
    >
      {isOut || state.kind === "failed" ? (
        <div role="gridcell" class="cell-number">
          <span class="mark">{shownNumber}</span>
        </div>
      ) : (
        <NumberCell title={title} number={shownNumber} isCurrent={isCurrent} />
      )}
      <div role="gridcell" class="cell-title">
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
