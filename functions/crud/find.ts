/** A page of songs, and the cursor of the next. */
import type { ListQuery } from "../../api-client/contract.ts";
import { Problem } from "../core/problem.ts";
import type { Song } from "../core/song/song.ts";
import { positionOf } from "../core/store/paging.ts";
import type { Page, Ranked } from "../core/store/ranked.ts";
import { searchSongs } from "../core/store/search.ts";
import type { SongFilter, SongStore } from "../core/store/store.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";

type Found = { readonly page: readonly Song[]; readonly next?: string };
type Lists = Pick<SongStore, "list" | "count">;
type Finder = (page: Page) => Promise<Ranked<Song>[]>;

/** The best match comes first where somebody searches and says nothing of an order. */
const sortOf = ({ q, sort, order }: ListQuery): NonNullable<ListQuery["sort"]> =>
  sort ?? (q !== undefined && order === undefined ? "relevance" : "added");

const noWords = (): Problem =>
  new Problem("invalid-request", {
    detail: "Relevance is to what is searched for: send q, or another sort.",
    errors: [{ field: "sort", message: "needs q" }],
  });

/** Of an order: its name in cursors, and how its pages are found. */
const orderOf = (
  songs: Lists,
  query: ListQuery,
  { terms, ...others }: SongFilter,
): { order: string; find: Finder } => {
  const sort = sortOf(query);
  if (sort === "relevance") {
    const { q } = query;
    if (q === undefined) throw noWords();
    return { order: sort, find: (page) => searchSongs(songs, q, others, page) };
  }
  const descending = (query.order ?? (sort === "added" ? "desc" : "asc")) === "desc";
  const filter = { ...others, ...(terms && { terms }) };
  const find: Finder = async (page) => {
    const found = await songs.list({ filter, sort, descending, ...page });
    return found.map((item) => ({ item, position: positionOf(item, sort) }));
  };
  return { order: `${sort}${descending ? "-" : "+"}`, find };
};

/** Throws Problem: invalid-request. */
export const findPage = async (
  songs: Lists,
  query: ListQuery,
  filter: SongFilter,
): Promise<Found> => {
  const { order, find } = orderOf(songs, query, filter);
  const after = query.cursor === undefined ? undefined : decodeCursor(order, query.cursor);
  const { limit, offset } = query;
  if (after && offset !== undefined)
    throw new Problem("invalid-request", {
      detail: "Send a cursor or an offset, not both.",
      errors: [{ field: "offset", message: "there is a cursor" }],
    });
  const found = await find({
    limit: limit + 1,
    ...(after && { after }),
    ...(offset !== undefined && { offset }),
  });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    page: page.map(({ item }) => item),
    ...(found.length > limit && last && { next: encodeCursor(order, last.position) }),
  };
};
