/** A list of songs that stays true: what others add, delete and restore is seen in it. */
import type { Song } from "../../api-client/contract.ts";
import type { PageQuery } from "../../api-client/segue-client.ts";
import { client } from "./client.ts";
import { away, onChanges } from "./follow.ts";
import { leave, onLeft, stay } from "./leaving.ts";
import { createPageList, type PageList } from "./page-list.ts";
import { knownSong, noteSong, wasDeleted } from "./songs.ts";

export type SongQuery = Pick<
  PageQuery,
  "q" | "artist" | "album" | "albumId" | "genre" | "deleted" | "sort" | "order"
>;

export type SongList = PageList & { readonly query: SongQuery };

/** ms: what comes in bursts is read once. */
const settle = 500;

const isNewestFirst = ({ sort = "added", order = "desc", ...filters }: SongQuery): boolean =>
  sort === "added" && order === "desc" && Object.values(filters).every((value) => !value);

const byAge = (one: Song, other: Song): number => (one.addedAt < other.addedAt ? -1 : 1);

const createSongList = (query: SongQuery): SongList => {
  const since = new Date().toISOString();
  const list = createPageList(async ({ signal, cursor, offset, ...ask }) => {
    const where = cursor !== undefined ? { cursor } : offset > 0 ? { offset } : {};
    const { songs, next, total } = await client.page({ ...query, ...ask, ...where }, { signal });
    return { items: songs.map((song) => noteSong(song).peek().id), next, total };
  });

  let timer: number | undefined;
  const readSoon = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void list.refresh(), settle);
  };

  const isAbove = ({ addedAt }: Song): boolean => {
    const first = list.at(0);
    return first === undefined || addedAt > (knownSong(first)?.peek().addedAt ?? "");
  };

  const noteMember = (song: Song): void => {
    const isDeleted = song.deletedAt !== undefined;
    if (isDeleted === (query.deleted ?? false)) stay(song.id);
    else if (query.deleted) list.remove(song.id);
    else leave(song.id);
  };

  const noteOther = (song: Song): void => {
    if ((song.deletedAt !== undefined) !== (query.deleted ?? false)) return;
    if (isNewestFirst(query) && list.total.peek() !== undefined && isAbove(song))
      list.insertFirst(song.id);
    // It came, if it was told of later than one that came after it, or came back.
    else if (song.addedAt > since || wasDeleted(song.id)) readSoon();
  };

  const stops = [
    onChanges({
      onSongs(songs) {
        for (const song of songs.toSorted(byAge))
          if (list.indexOf(song.id) >= 0) noteMember(song);
          else noteOther(song);
      },
      onGap: () => void list.refresh(),
    }),
    onLeft((id) => query.deleted || list.remove(id)),
    away.subscribe((now) => {
      if (now === undefined && list.fault.peek() !== undefined) list.retry();
    }),
  ];

  return {
    ...list,
    query,
    dispose() {
      clearTimeout(timer);
      for (const stop of stops) stop();
      list.dispose();
    },
  };
};

const most = 16;
const lists = new Map<string, SongList>();

const keyOf = (query: SongQuery): string => JSON.stringify(query, Object.keys(query).toSorted());

const drop = (list: SongList): void => {
  lists.delete(keyOf(list.query));
  list.dispose();
};

/** The list of that query: the one from before, so that who comes back finds it as it was. */
export const songList = (query: SongQuery): SongList => {
  const key = keyOf(query);
  const list = lists.get(key) ?? createSongList(query);
  lists.delete(key);
  lists.set(key, list);
  for (const oldest of lists.values()) {
    if (lists.size <= most) break;
    drop(oldest);
  }
  return list;
};

/** Nobody waits for it any more; one that has come is kept. */
export const dropList = (list: SongList): void => {
  if (list.total.peek() === undefined) drop(list);
};
