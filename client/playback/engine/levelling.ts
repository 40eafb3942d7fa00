/** Songs as loud as one another, by turning the louder ones down: nothing is ever turned up. */
import type { Song } from "../../../api-client/contract.ts";
import type { Levelling } from "../engine.ts";

/** LUFS: what most of today's music is louder than, so that turning down is enough. */
const target = -14;

const gainOf = (loudness: number): number => Math.min(1, 10 ** ((target - loudness) / 20));

/** LUFS that its album has as a whole, where the song says so. */
const albumLoudness = (song: Song): number | undefined => {
  const { albumLoudness: album } = song as Song & { albumLoudness?: { integrated: number } };
  return album?.integrated;
};

/** What to multiply the volume with, 0 to 1. */
export const levelGain = (song: Song, levelling: Levelling): number => {
  if (levelling === "off") return 1;
  const own = song.loudness?.integrated;
  const loudness = levelling === "album" ? (albumLoudness(song) ?? own) : own;
  return loudness === undefined ? 1 : gainOf(loudness);
};

/** iOS keeps the volume to its buttons: what a page sets is not what it reads. */
export const canSetVolume = (): boolean => {
  const probe = new Audio();
  probe.volume = 0.5;
  return probe.volume === 0.5;
};
