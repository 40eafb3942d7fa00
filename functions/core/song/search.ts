/** How text is compared and found: the same for every store, so that both give the same answers. */
import { createHash } from "node:crypto";
import type { AlbumId, Filters, SortKeys, Tags } from "./song.ts";

const longestKey = 200;
const longestTerm = 40;
const mostTerms = 128;

/** For comparing text: compatibility forms and marks removed, lower case, spaces collapsed. */
export const fold = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim();

/** Scripts that are written without spaces: found by any run of characters, not only by the first. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const words = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

const cut = (word: string): string => Array.from(word).slice(0, longestTerm).join("");

const tailsOf = (word: string): string[] => {
  const characters = Array.from(word).slice(0, longestTerm);
  return characters.map((_, start) => characters.slice(start).join(""));
};

/** The tokens that texts are found by: a query's words are prefixes of these. */
const tokensOf = (...texts: readonly (string | undefined)[]): string[] => {
  const found = words(texts.filter(Boolean).join(" "));
  const terms = found.flatMap((word) => (unspaced.test(word) ? tailsOf(word) : [cut(word)]));
  return [...new Set(terms)].slice(0, mostTerms);
};

export const termsOf = (tags: Tags): string[] =>
  tokensOf(tags.title, tags.artist, tags.album, tags.albumArtist);

export const artistTerms = (artist: string): string[] => tokensOf(artist);

/** Undefined where it is everybody's: a compilation. */
export const albumArtistOf = ({ albumArtist, artist, compilation }: Tags): string | undefined =>
  albumArtist ?? (compilation ? undefined : artist);

/** Of its name and of who made it: every song of the album has them too. */
export const albumTerms = (tags: Tags): string[] => tokensOf(tags.album, albumArtistOf(tags));

/** What a query asks for: every one must begin a term of the song. */
export const queryTerms = (query: string): string[] => [...new Set(words(query).map(cut))];

/** Whether each of a query's terms begins one of these. */
export const hasTerms = (terms: readonly string[], wanted: readonly string[]): boolean =>
  wanted.every((word) => terms.some((term) => term.startsWith(word)));

const key = (text: string | undefined): string => fold(text ?? "").slice(0, longestKey);
const place = (number: number | undefined): string => String(number ?? 0).padStart(5, "0");

const albumOwner = (tags: Tags): string =>
  albumArtistOf(tags) ?? (tags.compilation ? "various" : "");

/** What albums are sorted by. */
export const albumKeyOf = (tags: Tags): string =>
  `${key(tags.album)}\u0001${key(albumOwner(tags))}`;

/** One string per order, so that every list is one walk along one index. */
export const sortKeysOf = (tags: Tags): SortKeys => {
  const inAlbum = `${place(tags.discNumber)}\u0001${place(tags.trackNumber)}\u0001${key(tags.title)}`;
  return {
    title: `${key(tags.title)}\u0001${key(tags.artist)}`,
    artist: `${key(tags.artist)}\u0001${key(tags.album)}\u0001${inAlbum}`,
    album: `${albumKeyOf(tags)}\u0001${inAlbum}`,
  };
};

export const filtersOf = (tags: Tags): Filters => ({
  ...(tags.artist && { artist: key(tags.artist) }),
  ...(tags.album && { album: key(tags.album) }),
  ...(tags.genre && { genre: key(tags.genre) }),
});

/** The form in which a filter is compared with `filters`. */
export const filterKey = key;

/** Undefined for a song without an album. */
export const albumIdOf = (tags: Tags): AlbumId | undefined =>
  tags.album === undefined
    ? undefined
    : createHash("sha256")
        .update(`${fold(albumOwner(tags))}\0${fold(tags.album)}`)
        .digest("base64url")
        .slice(0, 16);
