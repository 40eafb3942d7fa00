/** What can be done to a row, or to all that are selected. */
import type { Song } from "../../api-client/contract.ts";
import { openDialog } from "../app/dialogs.tsx";
import { plural } from "../app/format.ts";
import { toast } from "../app/toast.ts";
import { withFaults } from "../library/faults.ts";
import { player } from "../playback/instance.ts";
import { canPlay, songsOf } from "./play.ts";
import type { Grid } from "./song-grid.tsx";

export type GridActions = {
  /** The row's song; all that are selected, where it is one of them. */
  meant(index: number): readonly Song[];
  selected(): readonly Song[];
  play(songs: readonly Song[]): void;
  queue(songs: readonly Song[], where: "next" | "last"): void;
  edit(songs: readonly Song[]): void;
  remove(songs: readonly Song[]): void;
  restore(songs: readonly Song[]): void;
  selectAll(): void;
};

/** Songs: more at once are not edited or deleted by hand. */
const mostSelected = 5_000;

const edits = () => import("../library/edit.ts");

const isDeleted = ({ deletedAt }: Song): boolean => deletedAt !== undefined;

/** With a deleted song nothing is done together with others: it is left out, unless there are no others. */
const alike = (songs: readonly Song[]): readonly Song[] => {
  const there = songs.filter((song) => !isDeleted(song));
  return there.length > 0 ? there : songs;
};

/** They can only be restored. */
export const areDeleted = (songs: readonly Song[]): boolean =>
  songs.length > 0 && songs.every(isDeleted);

const queueSongs = (songs: readonly Song[], where: "next" | "last"): void => {
  const playable = songs.filter(canPlay);
  if (playable.length === 0) return;
  const undo = where === "next" ? player.playNext(playable) : player.enqueue(playable);
  const place = where === "next" ? "to play next" : "to the queue";
  toast(`Added ${plural(playable.length, "song")} ${place}`, { undo });
};

export const createGridActions = ({ list, from, selection }: Grid): GridActions => {
  const selected = (): readonly Song[] => alike(songsOf(selection.ids.peek()));
  return {
    selected,
    meant(index) {
      const id = list.at(index) ?? "";
      return selection.ids.peek().has(id) ? selected() : songsOf([id]);
    },
    play: (songs) => player.play(songs, 0, from),
    queue: queueSongs,
    edit: (songs) =>
      void openDialog(async () => (await import("../library/tag-editor.tsx")).drawTagEditor(songs)),
    remove(songs) {
      selection.clear();
      void withFaults(async () => (await edits()).deleteSongs(songs));
    },
    restore(songs) {
      selection.clear();
      void withFaults(async () => (await edits()).restoreSongs(songs));
    },
    selectAll: () =>
      void withFaults(async () => {
        const ids = await list.gather(0, mostSelected);
        selection.set(ids);
        if ((list.total.peek() ?? 0) > ids.length)
          toast(`Selected the first ${plural(ids.length, "song")}.`);
      }),
  };
};

/** What the button at the end of a row does, by its name. */
export const doToSong = (grid: Grid, name: string, id: string): void => {
  const [song] = songsOf([id]);
  if (!song) return;
  if (name === "restore") createGridActions(grid).restore([song]);
  else if (name === "again") void withFaults(async () => (await edits()).prepareAgain(song));
  else if (name === "replace")
    void withFaults(async () => (await import("../library/replace.ts")).replaceFile(song));
};
