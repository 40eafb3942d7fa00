/** Artists, albums and totals. */
import { Router } from "express";
import {
  type Album,
  AlbumsQuery,
  type Artist,
  ArtistsQuery,
  type BrowseQuery,
} from "../../api-client/contract.ts";
import { sendJson } from "../core/http/json.ts";
import { onlyMethods } from "../core/http/problems.ts";
import type * as stored from "../core/song/groups.ts";
import { filterKey, queryTerms } from "../core/song/search.ts";
import { positionOfGroup, searchGroups } from "../core/store/search.ts";
import type { GroupQuery } from "../core/store/store.ts";
import { decodeCursor, encodeCursor, nextLink } from "./cursor.ts";
import { parse } from "./parse.ts";
import { type CrudDoors, unkept } from "./routes.ts";
import { createStats } from "./stats.ts";
import { coverOf, type StreamingOf } from "./wire.ts";

type Group = { readonly key: string; readonly id?: string };

type Asked = {
  readonly limit: number;
  readonly after?: { readonly key: string; readonly id: string };
  readonly text?: string | undefined;
  readonly artist?: string;
};

/** Each with where a page ends that ends with it. */
const groupsOf = async <Item extends Group>(
  list: (query: GroupQuery) => Promise<Item[]>,
  { text, artist, ...page }: Asked,
) => {
  const others = artist === undefined ? {} : { artist };
  if (text === undefined)
    return (await list({ ...page, ...others })).map((item) => ({
      item,
      position: positionOfGroup(item),
    }));
  return queryTerms(text).length === 0 ? [] : searchGroups(list, text, others, page);
};

const artistOnWire = ({ name, songs, albums }: stored.Artist): Artist => ({ name, songs, albums });

const albumOnWire =
  (streamingOf: StreamingOf) =>
  ({ key: _key, cover, ...album }: stored.Album): Album => ({
    ...album,
    ...(cover && {
      cover: coverOf(cover.cover),
      streaming: streamingOf(cover.of),
    }),
  });

export const browseRoutes = ({ store, streamingOf, room }: CrudDoors): Router => {
  const router = Router();
  const { songs } = store;

  type Browsed = BrowseQuery & { readonly artist?: string | undefined };
  const browse = <Item extends Group>(
    name: "artists" | "albums",
    schema: typeof ArtistsQuery | typeof AlbumsQuery,
    list: (query: GroupQuery) => Promise<Item[]>,
    onWire: (item: Item) => Artist | Album,
  ): void => {
    router.get(`/${name}`, async (request, response) => {
      const { limit, cursor, q, artist }: Browsed = parse(schema, request.query);
      const order = q === undefined ? name : `${name}?`;
      const after = cursor === undefined ? undefined : decodeCursor(order, cursor);
      const found = await groupsOf(list, {
        limit: limit + 1,
        text: q,
        ...(after && { after: { key: String(after.key), id: after.id } }),
        ...(artist !== undefined && { artist: filterKey(artist) }),
      });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      if (found.length > limit && last)
        response.set("Link", nextLink(request.query, encodeCursor(order, last.position)));
      const shown = page.map(({ item }) => onWire(item));
      await sendJson(response.set(unkept), shown);
    });
    router.all(`/${name}`, onlyMethods("GET", "HEAD"));
  };
  browse("artists", ArtistsQuery, songs.artists, artistOnWire);
  browse("albums", AlbumsQuery, songs.albums, albumOnWire(streamingOf));

  const stats = createStats(store);
  router.get("/stats", async (_request, response) => {
    const [totals, state] = await Promise.all([stats(), room.state()]);
    response.set(unkept).json({ ...totals, ...state });
  });
  router.all("/stats", onlyMethods("GET", "HEAD"));
  return router;
};
