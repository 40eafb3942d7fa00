/** Tags of a song: where they come from and which of them counts. */
import { albumIdOf, filtersOf, sortKeysOf, termsOf } from "./search.ts";
import type { EditedTags, Song, Tags } from "./song.ts";

const longestText = 500;
const longestLyrics = 100_000;
const mostIds = 20;
/** Characters that are looked at: a tag of megabytes would hold up everybody. */
export const mostOfText = 4 * longestText;
export const mostOfLyrics = 4 * longestLyrics;

/** Control characters but tab and line feed, and the invisible marks that reorder or hide the text around them. */
const controls = /(?![\t\n])\p{Cc}|[\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

const shorten = (text: string, longest: number): string => {
  if (text.length <= longest) return text;
  const end = /[\uD800-\uDBFF]/.test(text[longest - 1] ?? "") ? longest - 1 : longest;
  return text.slice(0, end).trimEnd();
};

/** One line of printable text, or undefined when nothing is left of it. */
export const cleanText = (text: string | undefined): string | undefined => {
  const line = text
    ?.slice(0, mostOfText)
    .toWellFormed()
    .normalize("NFC")
    .replace(controls, "")
    .replace(/\s+/g, " ")
    .trim();
  return line ? shorten(line, longestText) : undefined;
};

const cleanLyrics = (text: string | undefined): string | undefined => {
  const lines = text
    ?.slice(0, mostOfLyrics)
    .toWellFormed()
    .normalize("NFC")
    .replaceAll("\r\n", "\n")
    .replace(controls, "")
    .trim();
  return lines ? shorten(lines, longestLyrics) : undefined;
};

const cleanNumber = (number: number | undefined, least: number, most: number): number | undefined =>
  number !== undefined && Number.isInteger(number) && number >= least && number <= most
    ? number
    : undefined;

/** dB: beyond it, a gain is a mistake. */
const mostGain = 64;
/** Of full scale: lossy files go over it, but not by far. */
const mostPeak = 16;

/** To a thousandth. */
const cleanMeasure = (value: number | undefined, most: number): number | undefined =>
  value !== undefined && Math.abs(value) <= most ? Math.round(value * 1000) / 1000 : undefined;

/** UUIDs, as many as there are. */
const cleanIds = (text: string | undefined): string | undefined => {
  const ids = text
    ?.slice(0, mostOfText)
    .toLowerCase()
    .match(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g);
  return ids?.slice(0, mostIds).join(" ");
};

const withoutUndefined = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

/** Tags as they come from outside. */
export type LooseTags = { readonly [K in keyof Tags]?: Tags[K] | undefined };

/** Tags as they may be stored: absurd ones shortened, unprintable ones dropped. */
export const cleanTags = (tags: LooseTags): Tags =>
  withoutUndefined({
    title: cleanText(tags.title),
    artist: cleanText(tags.artist),
    album: cleanText(tags.album),
    albumArtist: cleanText(tags.albumArtist),
    trackNumber: cleanNumber(tags.trackNumber, 1, 99_999),
    discNumber: cleanNumber(tags.discNumber, 1, 9_999),
    year: cleanNumber(tags.year, 1, 9_999),
    genre: cleanText(tags.genre),
    compilation: tags.compilation || undefined,
    composer: cleanText(tags.composer),
    lyrics: cleanLyrics(tags.lyrics),
    trackCount: cleanNumber(tags.trackCount, 1, 99_999),
    discCount: cleanNumber(tags.discCount, 1, 9_999),
    conductor: cleanText(tags.conductor),
    trackGain: cleanMeasure(tags.trackGain, mostGain),
    trackPeak: cleanMeasure(tags.trackPeak, mostPeak),
    albumGain: cleanMeasure(tags.albumGain, mostGain),
    albumPeak: cleanMeasure(tags.albumPeak, mostPeak),
    musicBrainzRecordingId: cleanIds(tags.musicBrainzRecordingId),
    musicBrainzTrackId: cleanIds(tags.musicBrainzTrackId),
    musicBrainzAlbumId: cleanIds(tags.musicBrainzAlbumId),
    musicBrainzReleaseGroupId: cleanIds(tags.musicBrainzReleaseGroupId),
    musicBrainzArtistId: cleanIds(tags.musicBrainzArtistId),
    musicBrainzAlbumArtistId: cleanIds(tags.musicBrainzAlbumArtistId),
  }) as Tags;

/** The last component of a path of any system, printable, or undefined. */
export const cleanFilename = (name: string | undefined): string | undefined => {
  const last = cleanText(name)?.split(/[/\\]/).at(-1)?.trim();
  return last && !/^\.+$/.test(last) ? last : undefined;
};

/** A title for a song without one: its file's name, without the ending. */
const titleOf = (filename: string | undefined): string =>
  filename?.replace(/(?<=.)\.[A-Za-z0-9]{1,5}$/, "") ?? "Untitled";

/** What `derivedFromTags` needs to know. */
export type TagSources = Pick<Song, "fileTags" | "givenTags" | "editedTags"> & {
  readonly original: Pick<Song["original"], "filename">;
};

export type DerivedFromTags = Pick<Song, "tags" | "terms" | "keys" | "filters" | "albumId">;

const present = (tags: EditedTags): Tags =>
  Object.fromEntries(Object.entries(tags).filter(([, value]) => value !== null));

/** Every field of a song that follows from its tags: edited over given over file over file name. */
export const derivedFromTags = (song: TagSources): DerivedFromTags => {
  const known = present({ ...song.fileTags, ...song.givenTags, ...song.editedTags });
  const tags = { ...known, title: known.title ?? titleOf(song.original.filename) };
  const albumId = albumIdOf(tags);
  return {
    tags,
    terms: termsOf(tags),
    keys: sortKeysOf(tags),
    filters: filtersOf(tags),
    ...(albumId !== undefined && { albumId }),
  };
};
