/** Playing by a press on a row. */
import type { PageList } from "../library/page-list.ts";
import { player } from "../playback/instance.ts";
import type { From } from "../playback/queue.ts";
import { currentId } from "./now-playing.ts";
import { canPlay, playFrom, songsOf } from "./play.ts";

export type Press = {
  /** It is about to come. */
  warm(index: number): void;
  /** Plays it, or pauses it where it plays. */
  press(index: number): void;
};

export const createPress = (list: PageList, from: From): Press => {
  const pressable = (index: number) =>
    songsOf([list.at(index) ?? ""]).find((song) => song.playable && canPlay(song));
  return {
    warm: (index) => player.warm(pressable(index)),
    press(index) {
      const song = pressable(index);
      if (!song) return;
      if (song.id === currentId.peek()) player.toggle();
      else playFrom(list, index, from);
    },
  };
};
