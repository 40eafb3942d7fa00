/** Which dialogs are open: what draws them comes with each. */
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { withFaults } from "../library/faults.ts";
import { outdated } from "./lazy.tsx";

type Draw = (close: () => void) => ComponentChildren;
type Open = { readonly key: number; readonly draw: Draw };

const open = signal<readonly Open[]>([]);
let nextKey = 1;

/** Shows what `load` brings, above what is open already; says whether it came. */
export const openDialog = async (load: () => Promise<Draw>): Promise<boolean> => {
  let opened = false;
  await withFaults(async () => {
    const draw = await load();
    open.value = [...open.value, { key: nextKey++, draw }];
    opened = true;
  }).catch(outdated);
  return opened;
};

/** Other than the stage, on which the keys of the player work as elsewhere. */
export const isDialogOpen = (): boolean =>
  document.querySelector("dialog:modal:not(.stage)") !== null;

const closeOne = (key: number): void =>
  void (open.value = open.value.filter((dialog) => dialog.key !== key));

export const Dialogs = () => (
  <>
    {open.value.map(({ key, draw }) => (
      <div key={key}>{draw(() => closeOne(key))}</div>
    ))}
  </>
);
