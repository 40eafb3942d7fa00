/** What can be done to a row, or to all that are selected. */
import type { Song } from "../../api-client/contract.ts";
import { openDialog } from "../app/dialogs.tsx";
import { plural } from "../app/format.ts";
import { toast } from "../app/toast.ts";
import { withFaults } from "../library/faults.ts";
import type { PageList } from "../library/page-list.ts";
import { player } from "../playback/instance.ts";
import type { From } from "../playback/queue.ts";
import { currentId } from "./now-playing.ts";
import { playFrom, queueSongs, songsOf } from "./play.ts";
import type { Selection } from "./selection.ts";

type Doors = { readonly list: PageList; readonly from: From; readonly selection: Selection };

export type GridActions = {
  /** Plays it, or pauses it where it plays. */
  press(index: number): void;
  playSelected(): void;
  /** The row's song; all that are selected, where it is one of them. */
  meant(index: number): readonly Song[];
  queue(songs: readonly Song[], where: "next" | "last"): void;
  edit(songs: readonly Song[]): void;
  remove(songs: readonly Song[]): void;
  restore(songs: readonly Song[]): void;
  again(song: Song): void;
  replace(song: Song): void;
  selectAll(): void;
};

/** Songs: more at once are not edited or deleted by hand. */
const mostSelected = 5_000;

const edits = () => import("../library/edit.ts");

export const createGridActions = ({ list, from, selection }: Doors): GridActions => {
  const songAt = (index: number): Song | undefined => songsOf([list.at(index) ?? ""])[0];
  return {
    press(index) {
      const song = songAt(index);
      if (!song?.playable) return;
      if (song.id === currentId.peek()) player.toggle();
      else playFrom(list, index, from);
    },
    playSelected: () => player.play(songsOf(selection.ids.peek()), 0, from),
    meant(index) {
      const song = songAt(index);
      if (!song) return [];
      return selection.ids.peek().has(song.id) ? songsOf(selection.ids.peek()) : [song];
    },
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
    again: (song) => void withFaults(async () => (await edits()).prepareAgain(song)),
    replace: (song) =>
      void withFaults(async () => (await import("../library/replace.ts")).replaceFile(song)),
    selectAll: () =>
      void withFaults(async () => {
        const ids = await list.gather(0, mostSelected);
        selection.set(ids);
        if ((list.total.peek() ?? 0) > ids.length)
          toast(`Selected the first ${plural(ids.length, "song")}.`);
      }),
  };
};
