/** Songs as loud as one another, by turning the louder ones down: nothing is ever turned up. */
import type { Song } from "../../../api-client/contract.ts";
import type { Levelling } from "../engine.ts";

/** LUFS: what most of today's music is louder than, so that turning down is enough. */
const target = -14;

const gainOf = (loudness: number): number => Math.min(1, 10 ** ((target - loudness) / 20));

/** What to multiply the volume with, 0 to 1. `album`: LUFS of its album as a whole, where that is known. */
export const levelGain = (song: Song, levelling: Levelling, album: number | undefined): number => {
  if (levelling === "off") return 1;
  const own = song.loudness?.integrated;
  const loudness = levelling === "album" ? (album ?? own) : own;
  return loudness === undefined ? 1 : gainOf(loudness);
};

/** iOS keeps the volume to its buttons: what a page sets is not what it reads. */
export const canSetVolume = (): boolean => {
  const probe = new Audio();
  probe.volume = 0.5;
  return probe.volume === 0.5;
};
