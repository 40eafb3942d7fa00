/** Below the title: the artist, or what is the matter with the song. */
import type { Song } from "../../api-client/contract.ts";
import { clean } from "../app/format.ts";
import { Icon } from "../app/icon.tsx";
import type { RowState } from "./row-state.ts";

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

export const Below = ({ song, state }: { readonly song: Song; readonly state: RowState }) => {
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
