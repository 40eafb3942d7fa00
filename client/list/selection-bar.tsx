/** How many are selected, and what can be done with them. */
import { wholeNumber } from "../app/format.ts";
import { Icon } from "../app/icon.tsx";
import { readsOnly } from "../library/access.ts";
import { songsOf } from "./play.ts";
import type { Grid } from "./song-grid.tsx";
import "./selection-bar.css";

type ButtonProps = { readonly name: string; readonly icon: string; run(): void };

const Button = ({ name, icon, run }: ButtonProps) => (
  <button type="button" class="selection-button" onClick={run}>
    <Icon name={icon} />
    {name}
  </button>
);

export const SelectionBar = ({ grid: { selection, actions } }: { readonly grid: Grid }) => {
  const { size } = selection.ids.value;
  const songs = () => songsOf(selection.ids.peek());
  return (
    <div class="selection-bar" role="toolbar" aria-label="Selected songs">
      <button
        type="button"
        class="icon-button"
        aria-label="Select none"
        onClick={() => selection.clear()}
      >
        <Icon name="close" />
      </button>
      <p aria-live="polite">{wholeNumber(size)} selected</p>
      <Button name="Play" icon="play" run={actions.playSelected} />
      <Button name="Queue" icon="queue" run={() => actions.queue(songs(), "last")} />
      {!readsOnly.value && (
        <>
          <Button name="Edit" icon="edit" run={() => actions.edit(songs())} />
          <Button name="Delete" icon="deleted" run={() => actions.remove(songs())} />
        </>
      )}
    </div>
  );
};
