/** The keys of the player that have no place in a list. */
import { addShortcuts } from "../app/shortcuts.ts";
import { toggleMuted, turnVolume } from "../playback/sound.ts";
import { toggleQueue } from "./queue-state.ts";
import { toggleStage } from "./stage-state.ts";

export const startPlayerKeys = (): void => {
  addShortcuts([
    { key: "-", label: "Quieter", run: () => turnVolume(-1) },
    { key: "+", label: "Louder", run: () => turnVolume(1) },
    { key: "m", label: "Mute", run: toggleMuted },
    { key: "q", label: "Queue", run: toggleQueue },
    { key: "n", label: "Now playing", run: toggleStage },
  ]);
};
