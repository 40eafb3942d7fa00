/** Choosing when it shall be silent. */
import { openMenu } from "../app/menu.ts";
import { toast } from "../app/toast.ts";
import { type Sleep, sleepChoices } from "../playback/sleep.ts";
import { sleepTimer } from "./sleep-state.ts";

export const sleepLabel = (sleep: Sleep): string => {
  if (sleep === undefined) return "off";
  return sleep === "song" ? "end of song" : `${sleep} minutes`;
};

const said = (sleep: Sleep): string => {
  if (sleep === undefined) return "Sleep timer off";
  return sleep === "song" ? "Stops after this song" : `Stops in ${sleep} minutes`;
};

const choiceLabel = (choice: Sleep): string => {
  const label = sleepLabel(choice);
  return label.slice(0, 1).toUpperCase() + label.slice(1);
};

const choices: readonly Sleep[] = [undefined, ...sleepChoices, "song"];

export const openSleepMenu = (at: Element): void => {
  const now = sleepTimer.chosen.value;
  openMenu(
    "Sleep timer",
    choices.map((choice) => ({
      label: choiceLabel(choice),
      isChosen: now === choice,
      run() {
        sleepTimer.choose(choice);
        toast(said(choice));
      },
    })),
    at,
  );
};
