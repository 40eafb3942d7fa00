/** The end of a row: album, time and menu, or the one thing that can be done with its song. */
import type { Song } from "../../api-client/contract.ts";
import { clean, length, day } from "../app/format.ts";
import { Icon } from "../app/icon.tsx";
import { address } from "../app/router.ts";
import type { Tab } from "./row.tsx";
import type { RowState } from "./row-state.ts";

type ActionProps = {
  readonly name: string;
  readonly label: string;
  readonly text: string;
  readonly class?: string;
};

export const Action = ({ action, tab }: { readonly action: ActionProps; readonly tab: Tab }) => (
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

export const actionOf = (
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

export const Cells = ({ song, tab }: { readonly song: Song; readonly tab: Tab }) => (
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
      {length(song.state === "ready" ? song.duration : undefined)}
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
