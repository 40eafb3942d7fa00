/**
 * Searches, best first. Songs whose title begins with what was typed, by title; those whose artist does, and those
 * whose album does, in their order; last all others that have its words, the newest first.
 */
import { fold, queryTerms } from "../song/search.ts";
import type { Song } from "../song/song.ts";
import { positionOf } from "./paging.ts";
import { type Page, type Ranked, rankedPage, type Tier } from "./ranked.ts";
import type { GroupQuery, SongFilter, SongStore, SortField } from "./store.ts";

const songTier = (
  songs: Pick<SongStore, "list" | "count">,
  filter: SongFilter,
  sort: SortField,
): Tier<Song> => ({
  list: (page) => songs.list({ filter, sort, descending: sort === "added", ...page }),
  count: () => songs.count(filter),
  positionOf: (song) => positionOf(song, sort),
});

/** `text`: as it was typed, with a word in it. */
export const searchSongs = (
  songs: Pick<SongStore, "list" | "count">,
  text: string,
  others: SongFilter,
  page: Page,
): Promise<Ranked<Song>[]> => {
  const begins = fold(text);
  const whole = { title: begins, artist: begins, album: begins };
  const { title, artist } = whole;
  const tier = (filter: SongFilter, sort: SortField): Tier<Song> =>
    songTier(songs, { ...others, ...filter }, sort);
  const tiers = [
    tier({ begins: { title } }, "title"),
    tier({ begins: { artist }, beginsNot: { title } }, "artist"),
    tier({ begins: { album: begins }, beginsNot: { title, artist } }, "album"),
    tier({ terms: queryTerms(text), beginsNot: whole }, "added"),
  ];
  return rankedPage(tiers, page);
};

type Group = { readonly key: string; readonly id?: string };
type ListGroups<Item> = (query: GroupQuery) => Promise<Item[]>;
type GroupFilter = Pick<GroupQuery, "artist" | "terms" | "begins" | "beginsNot">;

export const positionOfGroup = ({ key, id = key }: Group): { key: string; id: string } => ({
  key,
  id,
});

const groupTier = <Item extends Group>(
  list: ListGroups<Item>,
  filter: GroupFilter,
): Tier<Item> => ({
  list: ({ limit, after }) =>
    list({ ...filter, limit, ...(after && { after: { key: String(after.key), id: after.id } }) }),
  count: async () => 0,
  positionOf: positionOfGroup,
});

/** Artists or albums: those whose name begins with what was typed, then the others with its words, each by name. */
export const searchGroups = <Item extends Group>(
  list: ListGroups<Item>,
  text: string,
  others: Pick<GroupQuery, "artist">,
  page: Omit<Page, "offset">,
): Promise<Ranked<Item>[]> => {
  const begins = fold(text);
  const tiers = [
    groupTier(list, { ...others, begins }),
    groupTier(list, { ...others, terms: queryTerms(text), beginsNot: begins }),
  ];
  return rankedPage(tiers, page);
};
