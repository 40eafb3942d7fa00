/** The keys of the page itself. */
import { player } from "../playback/instance.ts";
import { openDialog } from "./dialogs.tsx";
import { addShortcuts } from "./shortcuts.ts";
import { undoLast } from "./toast.ts";

/** Seconds. */
const step = 5;

const hasSong = (): boolean => player.current.peek() !== undefined;

const whilePlaying = (run: () => void) => (): boolean => {
  if (hasSong()) run();
  return hasSong();
};

export const startKeys = (): void => {
  addShortcuts([
    { key: " ", label: "Play or pause", run: whilePlaying(player.toggle) },
    { key: "ArrowLeft", label: "5 seconds back", run: whilePlaying(() => player.seekBy(-step)) },
    { key: "ArrowRight", label: "5 seconds on", run: whilePlaying(() => player.seekBy(step)) },
    { key: "Shift+ArrowLeft", label: "Previous song", run: whilePlaying(player.previous) },
    { key: "Shift+ArrowRight", label: "Next song", run: whilePlaying(player.next) },
    { key: "s", label: "Shuffle", run: () => player.toggleShuffle() },
    { key: "r", label: "Repeat", run: () => player.cycleRepeat() },
    { key: "Ctrl+z", label: "Undo", run: undoLast },
    {
      key: "?",
      label: "Keyboard shortcuts",
      run: () =>
        void openDialog(async () => (await import("./shortcuts-dialog.tsx")).drawShortcuts()),
    },
  ]);
};
