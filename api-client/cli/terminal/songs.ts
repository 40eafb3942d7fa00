/** Songs as lines. */
import type { Song } from "../../contract.ts";
import { clock, percent } from "./figures.ts";
import type { Output, Piece } from "./output.ts";
import { clean, fit } from "./text.ts";

/** "Title · Artist" */
export const titleOf = ({ title, artist }: Pick<Song, "title" | "artist">): string =>
  artist === undefined ? title : `${title} · ${artist}`;

/** Its length, or what keeps it from having one. */
export const lengthOf = ({ state, duration, progress }: Song): string => {
  if (state === "failed") return "failed";
  if (state !== "ready") return progress === undefined ? state : percent(progress);
  return duration === undefined ? "" : clock(duration);
};

const idWidth = 21;
const lengthWidth = 10;
const gap = "  ";
const leastWidth = 8;

type Row = { readonly id: string; readonly length: string; readonly names: readonly string[] };

const row = ({ columns }: Output, { id, length, names }: Row, dim: boolean): readonly Piece[] => {
  const rest = columns - idWidth - lengthWidth - gap.length * (names.length + 1);
  const width = Math.max(leastWidth, Math.floor(rest / names.length));
  const shown = names.map((name) => fit(clean(name), width)).join(gap);
  const text = `${shown}${gap}${length.padStart(lengthWidth)}`;
  return [{ text: id.padEnd(idWidth), style: "dim" }, gap, dim ? { text, style: "dim" } : text];
};

/** Prints song after song: a table for people, fields for programs, JSON for whoever asks for it. */
export const songPrinter = (out: Output): ((song: Song) => void) => {
  let isFirst = true;
  return (song) => {
    const { id, title, artist = "", album = "" } = song;
    const names = [title, artist, album];
    if (out.json) return out.value(song);
    if (!out.isTerminal) return out.fields(id, ...names, lengthOf(song));
    if (isFirst)
      out.line(
        ...row(out, { id: "id", length: "length", names: ["title", "artist", "album"] }, true),
      );
    isFirst = false;
    out.line(...row(out, { id, length: lengthOf(song), names }, false));
  };
};
