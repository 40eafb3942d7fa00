/** How many are selected, and what can be done with them. */
import type { ComponentChildren } from "preact";
import { wholeNumber } from "../app/format.ts";
import { Icon } from "../app/icon.tsx";
import { readsOnly } from "../library/access.ts";
import { areDeleted, createGridActions } from "./grid-actions.ts";
import type { Grid } from "./song-grid.tsx";
import "./selection-bar.css";

type ButtonProps = { readonly name: string; readonly icon: string; run(): void };

const Button = ({ name, icon, run }: ButtonProps) => (
  <button type="button" class="selection-button" onClick={run}>
    <Icon name={icon} />
    {name}
  </button>
);

const ForWriters = ({ children }: { readonly children: ComponentChildren }) =>
  readsOnly.value ? null : <>{children}</>;

export const SelectionBar = ({ grid }: { readonly grid: Grid }) => {
  const { selection } = grid;
  const { size } = selection.ids.value;
  const { selected, play, queue, edit, remove, restore } = createGridActions(grid);
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
      {areDeleted(selected()) ? (
        <ForWriters>
          <Button name="Restore" icon="restore" run={() => restore(selected())} />
        </ForWriters>
      ) : (
        <>
          <Button name="Play" icon="play" run={() => play(selected())} />
          <Button name="Queue" icon="queue" run={() => queue(selected(), "last")} />
          <ForWriters>
            <Button name="Edit" icon="edit" run={() => edit(selected())} />
            <Button name="Delete" icon="deleted" run={() => remove(selected())} />
          </ForWriters>
        </>
      )}
    </div>
  );
};
