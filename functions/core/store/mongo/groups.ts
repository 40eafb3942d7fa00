/**
 * Artists and albums, put together from their songs as these are read along an index: of a name's order, of an
 * artist's songs, or of words. A page costs the songs it is made of, and those whose words are their titles' only.
 */
import type { Collection, Filter } from "mongodb";
import {
  type Album,
  albumOf,
  type Artist,
  artistOf,
  isSongs,
  type Songs,
} from "../../song/groups.ts";
import { albumTerms, artistTerms, hasTerms } from "../../song/search.ts";
import type { Song } from "../../song/song.ts";
import { lastCharacter } from "../beginnings.ts";
import type { GroupQuery } from "../store.ts";
import type { SongDocument } from "./collections.ts";
import { beginsNotWith, beginsWith, given, toSong, withTerms } from "./fields.ts";

type Kind<Group> = {
  readonly path: "keys.artist" | "keys.album";
  readonly idOf: (song: Song) => string | undefined;
  readonly termsOf: (song: Song) => readonly string[];
  readonly groupOf: (songs: Songs) => Group;
};

const artists: Kind<Artist> = {
  path: "keys.artist",
  idOf: ({ filters }) => filters.artist,
  termsOf: ({ tags }) => artistTerms(tags.artist ?? ""),
  groupOf: artistOf,
};

const albums: Kind<Album> = {
  path: "keys.album",
  idOf: ({ albumId }) => albumId,
  termsOf: ({ tags }) => albumTerms(tags),
  groupOf: albumOf,
};

/** Keys of songs without artist or album begin with a separator, and so come before this. */
const firstNamed = "\u0002";

const songFilter = async <Group>(
  songs: Collection<SongDocument>,
  { path }: Kind<Group>,
  { terms, begins, beginsNot, artist, after }: GroupQuery,
): Promise<Filter<SongDocument>> => {
  const inAlbums =
    artist === undefined
      ? undefined
      : await songs.distinct("albumId", given({ deletedAt: null, "filters.artist": artist }));
  // Behind all songs of the last group, and of those without one.
  const beyond = after === undefined ? firstNamed : `${after.key}\u0001${lastCharacter}`;
  const all = [
    given({ deletedAt: null, terms: withTerms(terms), [path]: { $gt: beyond } }),
    ...(inAlbums === undefined ? [] : [{ albumId: { $in: inAlbums } }]),
    ...(begins === undefined ? [] : [{ [path]: beginsWith(begins) }]),
    ...(beginsNot === undefined ? [] : [beginsNotWith(path, beginsNot)]),
  ];
  return { $and: all };
};

const groupsOf = async <Group>(
  songs: Collection<SongDocument>,
  kind: Kind<Group>,
  query: GroupQuery,
): Promise<Group[]> => {
  const { terms = [], limit } = query;
  const groups: Group[] = [];
  let group: Song[] = [];
  const end = (): void => {
    // Words may be those of its songs' titles.
    if (isSongs(group) && hasTerms(kind.termsOf(group[0]), terms)) groups.push(kind.groupOf(group));
    group = [];
  };
  const found = songs.find(await songFilter(songs, kind, query)).sort({ [kind.path]: 1, _id: 1 });
  for await (const document of found) {
    const song = toSong(document);
    if (kind.idOf(song) === undefined) continue;
    if (group[0] && kind.idOf(group[0]) !== kind.idOf(song)) end();
    if (groups.length === limit) return groups;
    group.push(song);
  }
  end();
  return groups;
};

export const mongoGroups = (songs: Collection<SongDocument>) => ({
  artists: (query: GroupQuery) => groupsOf(songs, artists, query),
  albums: (query: GroupQuery) => groupsOf(songs, albums, query),
});
