/** Artists and albums: what the songs of one have in common. */
import { type AlbumLoudness, albumLoudness } from "./album-loudness.ts";
import { albumArtistOf, albumKeyOf } from "./search.ts";
import { type AlbumId, type Cover, secondsOf, type Song, type SongId } from "./song.ts";

export type Artist = {
  /** The name, folded: what artists are sorted by. */
  readonly key: string;
  readonly name: string;
  readonly songs: number;
  readonly albums: number;
};

export type Album = {
  readonly id: AlbumId;
  /** What albums are sorted by. */
  readonly key: string;
  readonly title: string;
  readonly artist?: string;
  readonly year?: number;
  readonly compilation?: boolean;
  readonly songs: number;
  /** Seconds, of the songs whose length is known. */
  readonly duration: number;
  /** The one that most of its songs show, and a song that has it. */
  readonly cover?: { readonly of: SongId; readonly cover: Cover };
  readonly loudness?: AlbumLoudness;
};

/** Those of one artist or album: no group has none. */
export type Songs = readonly [Song, ...Song[]];

export const isSongs = (songs: readonly Song[]): songs is Songs => songs.length > 0;

/** Of the values, the one that is there most often; of two, the lesser. */
const mostCommon = <T extends string | number>(values: readonly T[]): T | undefined => {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(
    ([one, many], [other, more]) => more - many || (one < other ? -1 : 1),
  )[0]?.[0];
};

const given = <T>(value: T | undefined): value is T => value !== undefined;

export const artistOf = (songs: Songs): Artist => ({
  key: songs[0].filters.artist ?? "",
  name: mostCommon(songs.map(({ tags }) => tags.artist).filter(given)) ?? "",
  songs: songs.length,
  albums: new Set(songs.map(({ albumId }) => albumId).filter(given)).size,
});

const coverOf = (songs: readonly Song[]): Pick<Album, "cover"> => {
  const hash = mostCommon(songs.flatMap(({ cover }) => (cover ? [cover.hash] : [])));
  const song = songs.find(({ cover }) => cover?.hash === hash);
  return song?.cover ? { cover: { of: song.id, cover: song.cover } } : {};
};

/** Of the songs in the order of their discs and tracks. */
export const albumOf = (songs: Songs): Album => {
  const [first] = songs;
  const loudness = albumLoudness(songs);
  const artist = mostCommon(songs.map(({ tags }) => albumArtistOf(tags)).filter(given));
  const year = mostCommon(songs.map(({ tags }) => tags.year).filter(given));
  return {
    id: first.albumId ?? "",
    key: albumKeyOf(first.tags),
    title: mostCommon(songs.map(({ tags }) => tags.album).filter(given)) ?? "",
    ...(artist !== undefined && { artist }),
    ...(year !== undefined && { year }),
    ...(songs.some(({ tags }) => tags.compilation) && { compilation: true }),
    songs: songs.length,
    duration: songs.reduce((sum, song) => sum + (secondsOf(song) ?? 0), 0),
    ...coverOf(songs),
    ...(loudness && { loudness }),
  };
};
