import { describe, expect, test } from "vitest";
import { newId } from "../../functions/core/song/ids.ts";
import { aSong } from "../support/songs.ts";
import { type Make, twoConnections } from "./under-test.ts";

export const songsContract = (make: Make): void => {
  describe("songs", () => {
    const stores = twoConnections(make);

    test("a song comes back as it was stored, on every connection", async () => {
      const song = aSong(
        { title: "Für Elise", artist: "مساء", trackNumber: 3, lyrics: "one\ntwo" },
        { original: { bytes: 7, complete: true, filename: "🎵.flac" }, expiresAt: 5 },
      );
      await stores.one.songs.insert(song);
      const found = await stores.two.songs.get(song.id);
      expect(found).toEqual({ ...song, changedAt: found?.changedAt });
    });

    test("an unknown song is undefined, and cannot be changed", async () => {
      expect(await stores.one.songs.get(newId())).toBeUndefined();
      expect(await stores.one.songs.update(newId(), { set: { playable: true } })).toBeUndefined();
    });

    test("an id is used once", async () => {
      const song = aSong();
      await stores.one.songs.insert(song);
      await expect(stores.two.songs.insert(song)).rejects.toThrow();
    });

    test("a change sets, removes and adds only what it names", async () => {
      const song = aSong({ title: "One" }, { progress: 0.5, size: 10 });
      await stores.one.songs.insert(song);
      const changed = await stores.one.songs.update(song.id, {
        set: { playable: true },
        unset: ["progress"],
        original: { complete: true },
        grow: 5,
      });
      const { progress: _, ...rest } = song;
      expect(changed).toEqual({
        ...rest,
        playable: true,
        original: { bytes: 0, complete: true },
        size: 15,
        changedAt: changed?.changedAt,
      });
      expect(await stores.two.songs.get(song.id)).toEqual(changed);
    });

    test("the store's clock dates every change", async () => {
      const song = aSong();
      const before = await stores.one.now();
      await stores.one.songs.insert(song);
      const inserted = await stores.one.songs.get(song.id);
      const updated = await stores.one.songs.update(song.id, { set: { playable: true } });
      const after = await stores.one.now();
      expect(inserted?.changedAt).toBeGreaterThanOrEqual(before);
      expect(updated?.changedAt).toBeGreaterThanOrEqual(inserted?.changedAt ?? Infinity);
      expect(updated?.changedAt).toBeLessThanOrEqual(after);
    });

    test.each([
      ["revision", { revision: 1 }],
      ["tags' version", { tagsVersion: 1 }],
      ["lease's holder", { holder: "somebody" }],
      ["offset", { bytes: 1 }],
      ["completeness", { complete: true }],
      ["date", { expiresAt: 1 }],
      ["tombstone", { deleted: true }],
      ["state", { states: ["ready", "failed"] }],
    ] as const)(
      "a change whose guard on the %s does not hold does not happen",
      async (_, guard) => {
        const song = aSong();
        await stores.one.songs.insert(song);
        const change = { set: { playable: true } };
        expect(await stores.one.songs.update(song.id, change, guard)).toBeUndefined();
        expect(await stores.one.songs.get(song.id)).toMatchObject({ playable: false });
      },
    );

    test("a change whose guard holds happens", async () => {
      const song = aSong({}, { revision: 4, original: { bytes: 9, complete: false } });
      await stores.one.songs.insert(song);
      const guard = { revision: 4, bytes: 9, complete: false, deleted: false } as const;
      const change = { set: { revision: 5 } };
      expect(await stores.one.songs.update(song.id, change, guard)).toMatchObject({ revision: 5 });
      const dead = { set: { deletedAt: 77 } };
      await stores.one.songs.update(song.id, dead);
      expect(await stores.one.songs.update(song.id, change, { deleted: true })).toBeDefined();
    });

    test("a size may be set as well as added to", async () => {
      const song = aSong({}, { size: 10 });
      await stores.one.songs.insert(song);
      await stores.one.songs.update(song.id, { set: { size: 3 } });
      expect(await stores.two.songs.get(song.id)).toMatchObject({ size: 3 });
    });

    test("of many who compare and set at once, exactly one wins each round", async () => {
      const song = aSong();
      await stores.one.songs.insert(song);
      for (let revision = 0; revision < 5; revision++) {
        const racers = Array.from({ length: 20 }, (_, n) =>
          (n % 2 ? stores.one : stores.two).songs.update(
            song.id,
            { set: { revision: revision + 1 }, grow: 1 },
            { revision },
          ),
        );
        const winners = (await Promise.all(racers)).filter((won) => won !== undefined);
        expect(winners).toHaveLength(1);
      }
      expect(await stores.one.songs.get(song.id)).toMatchObject({ revision: 5, size: 5 });
    });

    test("two who change different fields at once both succeed", async () => {
      const song = aSong();
      await stores.one.songs.insert(song);
      const uploads = Array.from({ length: 20 }, () =>
        stores.one.songs.update(song.id, { original: { sha256: "abc" }, grow: 1 }),
      );
      const encodes = Array.from({ length: 20 }, () =>
        stores.two.songs.update(song.id, { original: { bytes: 5 }, set: { progress: 1 } }),
      );
      await Promise.all([...uploads, ...encodes]);
      const found = await stores.one.songs.get(song.id);
      expect(found).toMatchObject({ size: 20, progress: 1, original: { sha256: "abc", bytes: 5 } });
    });

    test("a purged song is gone for ever, and from the search", async () => {
      const song = aSong({ title: "Purgatory" });
      await stores.one.songs.insert(song);
      await stores.one.songs.purge(song.id);
      await stores.one.songs.purge(song.id);
      expect(await stores.two.songs.get(song.id)).toBeUndefined();
      expect(await stores.two.songs.count({ terms: ["purgatory"] })).toBe(0);
    });
  });
};
