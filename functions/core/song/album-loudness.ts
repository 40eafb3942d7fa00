import { secondsOf, type Song } from "./song.ts";

export type AlbumLoudness = {
  /** LUFS. */ readonly integrated: number;
  /** dBTP. */ readonly truePeak: number;
};

const toTenth = (value: number): number => Math.round(value * 10) / 10;

/**
 * How loud an album is as a whole: the mean power of its songs by their length, so that a player can set one level for
 * all and leave the quiet ones quiet. Undefined until a song of it has been measured.
 */
export const albumLoudness = (songs: readonly Song[]): AlbumLoudness | undefined => {
  let seconds = 0;
  let energy = 0;
  let truePeak = -Infinity;
  for (const song of songs) {
    const { loudness } = song;
    const length = secondsOf(song) ?? 0;
    if (!loudness || length === 0) continue;
    seconds += length;
    energy += length * 10 ** (loudness.integrated / 10);
    truePeak = Math.max(truePeak, loudness.truePeak);
  }
  if (seconds === 0) return undefined;
  return { integrated: toTenth(10 * Math.log10(energy / seconds)), truePeak };
};
