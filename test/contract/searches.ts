import { beforeAll, describe, expect, test } from "vitest";
import { queryTerms } from "../../functions/core/song/search.ts";
import type { Tags } from "../../functions/core/song/song.ts";
import { searchGroups, searchSongs } from "../../functions/core/store/search.ts";
import type { Ranked } from "../../functions/core/store/ranked.ts";
import { retag } from "../../functions/core/store/retag.ts";
import type { SongFilter, SortField, Store } from "../../functions/core/store/store.ts";
import { aSong } from "../support/songs.ts";
import { type Make, twoConnections } from "./under-test.ts";

/** Each is newer than the one before. */
const library: readonly Tags[] = [
  { title: "Old Water", artist: "Maren Vale", album: "Salt" },
  { title: "Waterfall", artist: "Inês Moura", album: "Maré" },
  { title: "Water", artist: "Okapi", album: "Rooms" },
  { title: "Stone", artist: "Water Boys", album: "Zinc" },
  { title: "Sand", artist: "Water Boys", album: "Lido" },
  { title: "Water Song", artist: "Water Boys", album: "Lido" },
  { title: "Deep", artist: "Theo", album: "Water Music" },
  { title: "Still Water", artist: "Theo", album: "Water Music" },
  { title: "Blue", artist: "Theo", album: "Under Water" },
];

const best = [
  "Water",
  "Water Song",
  "Waterfall",
  "Sand",
  "Stone",
  "Deep",
  "Still Water",
  "Blue",
  "Old Water",
];

const titlesOf = (found: readonly Ranked<{ tags: Tags }>[]): (string | undefined)[] =>
  found.map(({ item }) => item.tags.title);

/** What a search finds, so many songs at a time. */
const inPages = async (store: Store, text: string, limit: number, between = async () => {}) => {
  const found: (string | undefined)[] = [];
  for (let after: Ranked<unknown>["position"] | undefined; ;) {
    const page = await searchSongs(store.songs, text, {}, { limit, ...(after && { after }) });
    found.push(...titlesOf(page));
    after = page.at(-1)?.position;
    if (!after) return found;
    await between();
  }
};

export const searchesContract = (make: Make): void => {
  describe("what matches best", () => {
    const stores = twoConnections(make);
    beforeAll(async () => {
      for (const [n, tags] of library.entries())
        await stores.one.songs.insert(aSong(tags, { createdAt: 1_000 + n }));
    });

    test("comes first: titles, then artists, then albums that begin so, then the newest", async () => {
      expect(titlesOf(await searchSongs(stores.two.songs, "WÁTER", {}, { limit: 50 }))).toEqual(
        best,
      );
    });

    test.each([1, 2, 4, 9])("comes in pages of %i as at once", async (limit) => {
      expect(await inPages(stores.two, "water", limit)).toEqual(best);
    });

    test("comes by leaps where pages lead", async () => {
      for (let offset = 0; offset <= best.length; offset++) {
        const page = await searchSongs(stores.two.songs, "water", {}, { limit: 3, offset });
        expect(titlesOf(page)).toEqual(best.slice(offset, offset + 3));
      }
    });

    test("is as many songs as have the words", async () => {
      expect(await stores.two.songs.count({ terms: queryTerms("water") })).toBe(best.length);
    });

    test("comes without those that another filter leaves out", async () => {
      const page = await searchSongs(stores.two.songs, "water", { artist: "theo" }, { limit: 50 });
      expect(titlesOf(page)).toEqual(["Deep", "Still Water", "Blue"]);
    });

    test("neither repeats nor hides a song while others come in", async () => {
      const added: string[] = [];
      const add = async (): Promise<void> => {
        const song = aSong({ title: "A New Water" }, { createdAt: 9_000 + added.length });
        added.push(song.id);
        await stores.one.songs.insert(song);
      };
      const found = await inPages(stores.two, "water", 2, add);
      for (const id of added) await stores.one.songs.purge(id);
      expect(found.filter((title) => title !== "A New Water")).toEqual(best);
    });

    test.each([-1, 0.5, 1e15, 1e300])("goes on from %d, whoever made that up", async (key) => {
      const query = { filter: { terms: ["water"] }, sort: "added", descending: false } as const;
      const after = { key, id: "x" };
      const found = await stores.two.songs.list({ ...query, limit: 50, after });
      expect(found).toHaveLength(key < 1_000 ? best.length : 0);
    });

    test.each(["added", "title", "artist", "album"] satisfies SortField[])(
      "can be had by %s instead, up and down",
      async (sort) => {
        const list = (filter: SongFilter, descending: boolean) =>
          stores.two.songs.list({ filter, sort, descending, limit: 50 });
        const all = await list({}, false);
        const wanted = all.map(({ id }) => id);
        const up = await list({ terms: ["water"] }, false);
        expect(up.map(({ id }) => id)).toEqual(wanted);
        const down = await list({ terms: ["water"] }, true);
        expect(down.map(({ id }) => id)).toEqual(wanted.toReversed());
      },
    );
  });

  describe("albums and artists", () => {
    const stores = twoConnections(make);
    const tracks = Array.from({ length: 130 }, (_, n) =>
      aSong({
        title: `Song ${n}`,
        artist: "Prolific",
        album: `Album ${String(n).padStart(3, "0")}`,
      }),
    );
    const guest = { title: "Guest", artist: "Prolific", album: "All Stars", albumArtist: "Stars" };
    const host = { title: "Host", artist: "Somebody", album: "All Stars", albumArtist: "Stars" };
    const [first, second] = [aSong(guest, { size: 1 }), aSong(host, { size: 1 })];
    beforeAll(async () => {
      await Promise.all([...tracks, first, second].map((song) => stores.one.songs.insert(song)));
    });

    const titles = async (query: Parameters<Store["songs"]["albums"]>[0]) =>
      (await stores.two.songs.albums(query)).map(({ title }) => title);

    test("of an artist are all there, whole, by name, in pages", async () => {
      const albums = await stores.two.songs.albums({ artist: "prolific", limit: 500 });
      expect(albums).toHaveLength(131);
      expect(albums.map(({ title }) => title).toSorted()).toEqual(albums.map(({ title }) => title));
      expect(albums.find(({ title }) => title === "All Stars")).toMatchObject({
        artist: "Stars",
        songs: 2,
      });
      const [, , third] = albums;
      const after = { key: third?.key ?? "", id: third?.id ?? "" };
      const next = await stores.two.songs.albums({ artist: "prolific", limit: 3, after });
      expect(next).toEqual(albums.slice(3, 6));
    });

    test("are found by words, those first whose name begins so", async () => {
      const { albums, artists } = stores.two.songs;
      const stars = await searchGroups(albums, "star", {}, { limit: 9 });
      expect(stars.map(({ item }) => item.title)).toEqual(["All Stars"]);
      const many = await searchGroups(albums, "album", { artist: "prolific" }, { limit: 500 });
      expect(many).toHaveLength(130);
      const found = await searchGroups(artists, "prol", {}, { limit: 9 });
      expect(found.map(({ item }) => item)).toEqual([
        { key: "prolific", name: "Prolific", songs: 131, albums: 131 },
      ]);
    });

    test("follow what is edited, deleted, restored and purged", async () => {
      const { songs } = stores.one;
      const all = { terms: ["stars"], limit: 9 };
      await songs.update(first.id, { set: { deletedAt: 5 } });
      expect(await stores.two.songs.albums(all)).toMatchObject([{ songs: 1, title: "All Stars" }]);
      expect(await stores.two.songs.count({ artist: "prolific" })).toBe(130);
      expect(await stores.two.songs.count({ terms: ["guest"] })).toBe(0);
      await songs.update(first.id, { unset: ["deletedAt"] });
      expect(await stores.two.songs.count({ terms: ["guest"] })).toBe(1);
      const editedTags = { album: "Other", albumArtist: null };
      await retag(songs, second.id, () => ({ editedTags }));
      expect(await stores.two.songs.albums(all)).toMatchObject([{ songs: 1, title: "All Stars" }]);
      expect(await titles({ begins: "other", limit: 9 })).toEqual(["Other"]);
      await songs.purge(second.id);
      expect(await titles({ begins: "other", limit: 9 })).toEqual([]);
      expect(await stores.two.songs.artists({ terms: ["some"], limit: 9 })).toEqual([]);
      expect(await stores.two.songs.totals()).toMatchObject({
        songs: 131,
        albums: 131,
        artists: 1,
      });
    });

    test("of a state and a genre songs are counted as they change", async () => {
      const song = aSong({ genre: "Jazz" }, { state: "ready" });
      await stores.one.songs.insert(song);
      const { count } = stores.two.songs;
      expect(await count({ genre: "jazz", state: "ready" })).toBe(1);
      await stores.one.songs.update(song.id, { set: { state: "failed" } });
      expect(await count({ genre: "jazz", state: "ready" })).toBe(0);
      expect(await count({ state: "failed" })).toBe(1);
      expect(await count({ genre: "jazz" })).toBe(1);
    });
  });
};
