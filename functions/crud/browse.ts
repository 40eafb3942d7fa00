/** Artists, albums and totals. Read along the index of their order, so that a page costs what it shows. */
import { Router } from "express";
import { type Album, type Artist, BrowseQuery } from "../../api-client/contract.ts";
import { sendJson } from "../core/http/json.ts";
import { onlyMethods } from "../core/http/problems.ts";
import { albumLoudness } from "../core/song/album-loudness.ts";
import { secondsOf, type Song } from "../core/song/song.ts";
import { positionOf } from "../core/store/paging.ts";
import type { PagePosition, Store } from "../core/store/store.ts";
import { decodeCursor, encodeCursor, nextLink } from "./cursor.ts";
import { parse } from "./parse.ts";
import { type CrudDoors, unkept } from "./routes.ts";
import { createStats } from "./stats.ts";
import { coverOf, type StreamingOf } from "./wire.ts";

type By = "artist" | "album";
type AlbumCover = Pick<Album, "cover" | "streaming">;
type Group = { readonly songs: Song[]; readonly end: PagePosition };

const readAtOnce = 500;
/** Keys of songs without artist or album begin with a separator, and so come before this. */
const firstNamed: PagePosition = { key: "\u0002", id: "" };

const groupKey = (song: Song, by: By): string | undefined =>
  by === "artist" ? song.filters.artist : song.albumId;

/** Songs of one artist or album after another, from a position on. */
async function* groupsOf({ songs }: Store, by: By, from: PagePosition): AsyncGenerator<Group> {
  let group: Song[] = [];
  for (let after: PagePosition | undefined = from; after;) {
    const query = { filter: {}, sort: by, descending: false, limit: readAtOnce, after };
    const page: Song[] = await songs.list(query);
    for (const song of page) {
      const last = group.at(-1);
      if (last && groupKey(last, by) !== groupKey(song, by)) {
        yield { songs: group, end: positionOf(last, by) };
        group = [];
      }
      group.push(song);
    }
    const last = page.at(-1);
    after = last && page.length === readAtOnce ? positionOf(last, by) : undefined;
  }
  const last = group.at(-1);
  if (last) yield { songs: group, end: positionOf(last, by) };
}

/** Of the songs' values, the one that most of them have. */
const mostCommon = <T>(values: readonly T[]): T | undefined => {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0];
};

const artistOf = (songs: readonly Song[]): Artist => ({
  name: mostCommon(songs.map(({ tags }) => tags.artist)) ?? "",
  songs: songs.length,
  albums: new Set(songs.map(({ albumId }) => albumId).filter(Boolean)).size,
});

/** The cover that most of an album's songs show, and a song that has it. */
const coverOfAlbum = (songs: readonly Song[], streamingOf: StreamingOf): AlbumCover => {
  const hash = mostCommon(songs.flatMap(({ cover }) => (cover ? [cover.hash] : [])));
  const song = songs.find(({ cover }) => cover?.hash === hash);
  return song?.cover ? { cover: coverOf(song.cover), streaming: streamingOf(song.id) } : {};
};

const albumOf = (songs: readonly Song[], streamingOf: StreamingOf): Album => {
  const loudness = albumLoudness(songs);
  const artist = mostCommon(songs.map(({ tags }) => tags.albumArtist ?? tags.artist));
  const year = mostCommon(songs.map(({ tags }) => tags.year).filter((year) => year !== undefined));
  return {
    id: songs[0]?.albumId ?? "",
    title: mostCommon(songs.map(({ tags }) => tags.album)) ?? "",
    ...(artist !== undefined && { artist }),
    ...(year !== undefined && { year }),
    ...(songs.some(({ tags }) => tags.compilation) && { compilation: true }),
    songs: songs.length,
    duration: songs.reduce((sum, song) => sum + (secondsOf(song) ?? 0), 0),
    ...coverOfAlbum(songs, streamingOf),
    ...(loudness && { loudness }),
  };
};

export const browseRoutes = ({ store, streamingOf, room }: CrudDoors): Router => {
  const router = Router();

  const browse = <Shape>(path: string, by: By, shape: (songs: readonly Song[]) => Shape): void => {
    router.get(path, async (request, response) => {
      const { limit, cursor } = parse(BrowseQuery, request.query);
      const order = `${by}s`;
      const from = cursor === undefined ? firstNamed : decodeCursor(order, cursor);
      const groups: Group[] = [];
      for await (const group of groupsOf(store, by, from)) {
        groups.push(group);
        if (groups.length > limit) break;
      }
      const page = groups.slice(0, limit);
      const last = page.at(-1);
      if (groups.length > limit && last)
        response.set("Link", nextLink(request.query, encodeCursor(order, last.end)));
      const shown = page.map(({ songs }) => shape(songs));
      await sendJson(response.set(unkept), shown);
    });
    router.all(path, onlyMethods("GET", "HEAD"));
  };
  browse("/artists", "artist", artistOf);
  browse("/albums", "album", (songs) => albumOf(songs, streamingOf));

  const stats = createStats(store);
  router.get("/stats", async (_request, response) => {
    const [totals, state] = await Promise.all([stats(), room.state()]);
    response.set(unkept).json({ ...totals, ...state });
  });
  router.all("/stats", onlyMethods("GET", "HEAD"));
  return router;
};
