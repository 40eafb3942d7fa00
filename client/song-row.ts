import type { Song } from "../api-client/contract.ts";

const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

const percent = (progress: number): string => `${Math.floor(progress * 100)}%`;

const stateOf = ({ state, playable, progress, duration, reason }: Song): string => {
  if (state === "failed") return reason?.title ?? "It failed.";
  if (state === "ready") return duration === undefined ? "" : clock(duration);
  const done = progress === undefined ? "" : ` ${percent(progress)}`;
  return playable ? `Playable ·${done} prepared` : `Preparing${done}`;
};

const element = (name: string, className: string, text: string): HTMLElement => {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  made.dir = "auto";
  return made;
};

/** One line of the list. */
export const songRow = (song: Song, isCurrent: boolean, onPlay: () => void): HTMLLIElement => {
  const row = document.createElement("li");
  row.dataset["id"] = song.id;
  row.dataset["state"] = song.state;
  if (isCurrent) row.setAttribute("aria-current", "true");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "▶";
  button.disabled = !song.playable;
  button.setAttribute("aria-label", `Play ${song.title}`);
  button.addEventListener("click", onPlay);
  const names = document.createElement("div");
  names.append(
    element("span", "title", song.title),
    element("span", "artist", song.artist ?? "Unknown artist"),
  );
  row.append(button, names, element("span", `state ${song.state}`, stateOf(song)));
  return row;
};
