import { beforeAll, describe, expect, test } from "vitest";
import { filterKey, queryTerms } from "../../functions/core/song/search.ts";
import type { Song } from "../../functions/core/song/song.ts";
import { positionOf } from "../../functions/core/store/paging.ts";
import type { SongFilter, SongQuery, Store } from "../../functions/core/store/store.ts";
import { aSong, type NewSong } from "../support/songs.ts";
import { type Make, twoConnections } from "./under-test.ts";

const all: SongQuery = { filter: {}, sort: "added", descending: false, limit: 1_000 };

const ids = (songs: readonly { id: string }[]): string[] => songs.map(({ id }) => id);
const titles = (songs: readonly Song[]): string[] => songs.map(({ tags }) => tags.title ?? "");

/** Every page of a query, and what `between` does after each. */
const pages = async (store: Store, query: SongQuery, between = async () => {}): Promise<Song[]> => {
  const found: Song[] = [];
  for (;;) {
    const last = found.at(-1);
    const page = await store.songs.list({
      ...query,
      ...(last && { after: positionOf(last, query.sort) }),
    });
    if (page.length === 0) return found;
    found.push(...page);
    await between();
  }
};

const jazz = (title: string, artist: string, fields: Partial<Song> = {}): NewSong =>
  aSong({ title, artist, album: "Ümlaut", genre: "Jazz" }, fields);

const insertAll = (store: Store, songs: readonly NewSong[]): Promise<void[]> =>
  Promise.all(songs.map((song) => store.songs.insert(song)));

export const listsContract = (make: Make): void => {
  describe("pages", () => {
    const stores = twoConnections(make);
    // Few values for many songs, so that most neighbours are equal but for their ids.
    const songs = Array.from({ length: 120 }, (_, n) =>
      aSong(
        {
          title: `Song ${n % 7}`,
          artist: `Artist ${n % 5}`,
          album: `Album ${n % 5}`,
          trackNumber: n,
        },
        { createdAt: 1_000 + (n % 11) },
      ),
    );
    beforeAll(() => insertAll(stores.one, songs));

    test.each(["added", "title", "artist", "album"] as const)(
      "by %s, up and down, they hold every song once and in order",
      async (sort) => {
        const up = await pages(stores.one, { ...all, sort, limit: 13 });
        expect(ids(up).toSorted()).toEqual(ids(songs).toSorted());
        const down = await pages(stores.two, { ...all, sort, limit: 17, descending: true });
        expect(ids(down)).toEqual(ids(up).toReversed());
        const keys = up.map((song) => positionOf(song, sort).key);
        expect(keys).toEqual(keys.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
      },
    );

    test.each(["added", "title", "artist", "album"] as const)(
      "by %s, up and down, a leap comes where pages lead",
      async (sort) => {
        for (const descending of [false, true]) {
          const query = { ...all, sort, descending };
          const whole = ids(await stores.one.songs.list(query));
          const leap = await stores.two.songs.list({ ...query, limit: 13, offset: 57 });
          expect(ids(leap)).toEqual(whole.slice(57, 70));
        }
      },
    );

    test("a leap within a filter passes over what the filter finds, and past its end is nothing", async () => {
      const query = { ...all, filter: { artist: "artist 2" } };
      const whole = ids(await stores.one.songs.list(query));
      expect(ids(await stores.one.songs.list({ ...query, offset: 20 }))).toEqual(whole.slice(20));
      expect(await stores.one.songs.list({ ...query, offset: 24 })).toEqual([]);
    });

    test("an album's songs come in the order of its discs and tracks", async () => {
      const found = await stores.one.songs.list({
        ...all,
        sort: "album",
        filter: { album: "album 2" },
      });
      const tracks = found.map(({ tags }) => tags.trackNumber ?? 0);
      expect(tracks).toEqual(tracks.toSorted((a, b) => a - b));
      expect(tracks).toHaveLength(24);
    });

    test("songs that come in between do not repeat or hide any", async () => {
      const add = () => stores.two.songs.insert(aSong({ title: "Aaa" }, { createdAt: 5_000 }));
      const found = await pages(stores.one, { ...all, limit: 25, descending: true }, add);
      expect(ids(found).toSorted()).toEqual(ids(songs).toSorted());
    });
  });

  describe("filters", () => {
    const stores = twoConnections(make);
    beforeAll(() =>
      insertAll(stores.one, [
        jazz("One", "Ada", { state: "ready" }),
        jazz("Two", "ADA"),
        jazz("Three", "Bob", {
          original: { bytes: 1, complete: true, fingerprint: "1-ab", sha256: "abcd" },
        }),
        jazz("Gone", "Ada", { deletedAt: 9 }),
      ]),
    );

    const find = async (filter: SongFilter) =>
      titles(await stores.two.songs.list({ ...all, filter, sort: "title" }));

    test("by artist, album and genre ignore case and accents", async () => {
      expect(await find({ artist: filterKey("àda") })).toEqual(["One", "Two"]);
      expect(await find({ album: filterKey("umlaut"), artist: "bob" })).toEqual(["Three"]);
      expect(await find({ genre: filterKey("JAZZ") })).toEqual(["One", "Three", "Two"]);
      expect(await find({ genre: "rock" })).toEqual([]);
    });

    test("by state and fingerprint", async () => {
      expect(await find({ state: "ready" })).toEqual(["One"]);
      expect(await find({ fingerprint: "1-ab" })).toEqual(["Three"]);
      expect(await find({ sha256: "abcd" })).toEqual(["Three"]);
    });

    test("tombstones are out of every list but their own", async () => {
      expect(await find({})).toEqual(["One", "Three", "Two"]);
      expect(await find({ deletedAfter: 0 })).toEqual(["Gone"]);
      expect(await find({ deletedAfter: 9 })).toEqual([]);
      expect(await stores.one.songs.count({ artist: "ada" })).toBe(2);
      expect(await stores.one.songs.count({ deletedAfter: 0 })).toBe(1);
    });

    test("by album id", async () => {
      const [any] = await stores.one.songs.list(all);
      const albumId = any?.albumId ?? "";
      const found = await stores.one.songs.list({ ...all, filter: { albumId } });
      expect(found.every((song) => song.albumId === albumId)).toBe(true);
      expect(await stores.one.songs.count({ albumId: "unknown" })).toBe(0);
    });
  });

  describe("search", () => {
    const stores = twoConnections(make);
    beforeAll(() =>
      insertAll(stores.one, [
        aSong({ title: "Harbour Lights", artist: "Maren Vale", album: "Salt & Copper" }),
        aSong({ title: "Coração de Vidro", artist: "Inês Moura" }),
        aSong({ title: "夜明けのバス", artist: "小川ハル", album: "はじまりの駅" }),
        aSong({ title: "Straße nach Süden", artist: "Björk", album: "“Quoted” (live) * OR -x" }),
        aSong({ title: "أغنية المساء", artist: "Harbour" }),
      ]),
    );

    const find = async (text: string) =>
      titles(
        await stores.two.songs.list({ ...all, filter: { terms: queryTerms(text) } }),
      ).toSorted();

    test.each([
      ["harb lig", ["Harbour Lights"]],
      ["HARBOUR", ["Harbour Lights", "أغنية المساء"].toSorted()],
      ["vale copper", ["Harbour Lights"]],
      ["arbour", []],
      ["coracao", ["Coração de Vidro"]],
      ["inês", ["Coração de Vidro"]],
      ["駅", ["夜明けのバス"]],
      ["明けの", ["夜明けのバス"]],
      ["المساء", ["أغنية المساء"]],
      ["bjork quoted", ["Straße nach Süden"]],
      ['"quoted" OR* -(', ["Straße nach Süden"]],
      ["maren moura", []],
    ])("%s finds %j", async (text, expected) => {
      expect(await find(text)).toEqual(expected);
    });

    test("finds a song by its new tags only, once they have changed", async () => {
      const song = aSong({ title: "Before" });
      await stores.one.songs.insert(song);
      await stores.one.songs.update(song.id, { set: { terms: ["after"] } });
      expect(await stores.two.songs.count({ terms: ["befor"] })).toBe(0);
      expect(await stores.two.songs.count({ terms: ["afte"] })).toBe(1);
      await stores.one.songs.purge(song.id);
    });
  });

  describe("the search index", () => {
    const stores = twoConnections(make);

    test("takes many songs and many changes of their words", async () => {
      const songs = Array.from({ length: 150 }, (_, n) => aSong({ title: `Song number ${n}` }));
      for (const song of songs) await stores.one.songs.insert(song);
      for (const { id } of songs)
        await stores.one.songs.update(id, { set: { terms: ["renamed"] } });
      expect(await stores.two.songs.count({ terms: ["rename"] })).toBe(150);
      expect(await stores.two.songs.count({ terms: ["song"] })).toBe(0);
    });
  });

  describe("changes", () => {
    const stores = twoConnections(make);

    test("come oldest first, tombstones too, and can be read on from any of them", async () => {
      const songs = Array.from({ length: 9 }, (_, n) => aSong({ title: `${n}` }));
      for (const song of songs) await stores.one.songs.insert(song);
      const [first, second] = songs as [NewSong, NewSong];
      await stores.one.songs.update(first.id, { set: { deletedAt: 1 } });
      const found = await stores.two.songs.changedSince({ changedAt: 0 }, 100);
      expect(ids(found).toSorted()).toEqual(ids(songs).toSorted());
      const dates = found.map(({ changedAt }) => changedAt);
      expect(dates).toEqual(dates.toSorted((a, b) => a - b));

      const read: Song[] = [];
      for (;;) {
        const last = read.at(-1);
        const position = last ? { changedAt: last.changedAt, id: last.id } : { changedAt: 0 };
        const page = await stores.two.songs.changedSince(position, 2);
        if (page.length === 0) break;
        read.push(...page);
      }
      expect(ids(read)).toEqual(ids(found));

      const updated = await stores.one.songs.update(second.id, { set: { playable: true } });
      const since = await stores.two.songs.changedSince(
        { changedAt: updated?.changedAt ?? 0 },
        100,
      );
      expect(ids(since)).toContain(second.id);
    });
  });

  describe("what has expired", () => {
    const stores = twoConnections(make);

    test("comes oldest first, and only once its time has passed", async () => {
      const songs = [30, 10, 20, undefined].map((expiresAt) =>
        aSong({}, expiresAt === undefined ? {} : { expiresAt }),
      );
      await insertAll(stores.one, songs);
      expect((await stores.two.songs.expired(20, 10)).map((song) => song.expiresAt)).toEqual([
        10, 20,
      ]);
      expect(await stores.two.songs.expired(99, 2)).toHaveLength(2);
    });
  });

  describe("totals", () => {
    const stores = twoConnections(make);

    test("count songs, albums, artists, seconds and bytes, without tombstones", async () => {
      const none = { songs: 0, albums: 0, artists: 0, duration: 0, size: 0 };
      expect(await stores.one.songs.totals()).toEqual(none);
      expect(await stores.one.songs.lastChange()).toBe(0);
      const encoding = { id: "e", recipe: 1, durations: [], renditions: [], done: true };
      await insertAll(stores.one, [
        aSong({ artist: "Ada", album: "A" }, { size: 1 }),
        aSong({ artist: "ADA", album: "B" }, { size: 1 }),
        aSong({ artist: "Bob", album: "B" }, { size: 1 }),
        aSong({ artist: "Bob", album: "b" }, { size: 1 }),
        aSong({ artist: "Cid", album: "C" }, { size: 9, deletedAt: 4 }),
        aSong({}, { size: 5, encoding: { ...encoding, sampleRate: 44_100, samples: 66_150 } }),
        aSong({}, { size: 7, encoding: { ...encoding, sampleRate: 48_000 } }),
        aSong({}, { size: 9, deletedAt: 4 }),
      ]);
      expect(await stores.two.songs.totals()).toEqual({
        songs: 6,
        albums: 3,
        artists: 2,
        duration: 1.5,
        size: 16,
      });
      const changes = await stores.one.songs.changedSince({ changedAt: 0 }, 100);
      expect(await stores.two.songs.lastChange()).toBe(changes.at(-1)?.changedAt);
    });

    test("of what is stored count tombstones too, and of what is promised what uploads have yet to bring", async () => {
      expect(await stores.two.songs.stored()).toBe(34);
      const original = { bytes: 30, expectedBytes: 100, complete: false };
      await insertAll(stores.one, [
        aSong({}, { state: "uploading", original }),
        aSong({}, { state: "uploading", original: { bytes: 30, complete: false } }),
        aSong({}, { state: "uploading", original, deletedAt: 4 }),
        aSong({}, { state: "failed", original }),
      ]);
      expect(await stores.two.songs.promised()).toBe(70);
    });
  });
};
