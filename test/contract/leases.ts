import { describe, expect, test } from "vitest";
import { newId } from "../../functions/core/song/ids.ts";
import type { Song } from "../../functions/core/song/song.ts";
import type { Wanted } from "../../functions/core/store/store.ts";
import { aSong } from "../support/songs.ts";
import { type Make, twoConnections } from "./under-test.ts";

const request = (holder: string, now: number) => ({ holder, now, duration: 100 });

export const leasesContract = (make: Make): void => {
  describe("leases", () => {
    const stores = twoConnections(make);

    const due = async (dueAt: number, fields: Partial<Song> = {}): Promise<string> => {
      const song = aSong({}, { dueAt, ...fields });
      await stores.one.songs.insert(song);
      return song.id;
    };
    const take = (holder: string, now: number, store = stores.one) =>
      store.leases.take(request(holder, now));
    const done = (id: string, holder: string) => stores.one.leases.release(id, holder);

    test("the song that has been due longest is taken first, each once", async () => {
      const late = await due(20);
      const early = await due(10);
      await due(999_999);
      expect(await take("a", 5)).toBeUndefined();
      expect(await take("a", 50)).toMatchObject({
        id: early,
        lease: { holder: "a", expiresAt: 150, attempt: 1 },
      });
      expect(await take("b", 50, stores.two)).toMatchObject({ id: late, lease: { holder: "b" } });
      expect(await take("c", 50)).toBeUndefined();
      await done(early, "a");
      await done(late, "b");
      expect(await take("c", 900)).toBeUndefined();
      expect(await stores.two.songs.get(early)).not.toHaveProperty("lease");
    });

    test("of many workers at once, each song has one", async () => {
      const songs = await Promise.all(Array.from({ length: 10 }, (_, n) => due(n)));
      const racers = Array.from({ length: 30 }, (_, n) =>
        take(`w${n}`, 50, n % 2 ? stores.one : stores.two),
      );
      const taken = (await Promise.all(racers)).filter((song) => song !== undefined);
      expect(taken.map(({ id }) => id).toSorted()).toEqual(songs.toSorted());
      for (const { id, lease } of taken) await done(id, lease?.holder ?? "");
    });

    test("a lease that is renewed holds; one that runs out is another's, and lost", async () => {
      const id = await due(0);
      await take("a", 0);
      expect(await stores.one.leases.renew(id, request("a", 60))).toMatchObject({ id });
      expect(await take("b", 120)).toBeUndefined();
      expect(await take("b", 161, stores.two)).toMatchObject({
        lease: { holder: "b", attempt: 2 },
      });
      expect(await stores.one.leases.renew(id, request("a", 170))).toBeUndefined();
      await done(id, "a");
      expect(await stores.one.songs.get(id)).toMatchObject({ lease: { holder: "b" } });
      expect(
        await stores.one.songs.update(id, { set: { playable: true } }, { holder: "a" }),
      ).toBeUndefined();
      await done(id, "b");
    });

    test("attempts count up until there is progress", async () => {
      const id = await due(0);
      for (const attempt of [1, 2, 3]) {
        expect(await take("a", 10)).toMatchObject({ lease: { attempt } });
        await stores.one.leases.release(id, "a", 5);
      }
      await take("a", 10);
      const progressed = { ...request("a", 10), progressed: true };
      expect(await stores.one.leases.renew(id, progressed)).toMatchObject({
        lease: { attempt: 1 },
      });
      await done(id, "a");
    });

    test("a song that is given back for later is due then", async () => {
      const id = await due(0);
      await take("a", 10);
      await stores.one.leases.release(id, "a", 500);
      expect(await take("b", 499)).toBeUndefined();
      expect(await take("b", 500)).toMatchObject({ id });
      await done(id, "b");
    });

    test("a deleted song is not taken, and its lease not renewed", async () => {
      const id = await due(0);
      await take("a", 10);
      await stores.two.songs.update(id, { set: { deletedAt: 11 } });
      expect(await stores.one.leases.renew(id, request("a", 20))).toBeUndefined();
      expect(await take("b", 900)).toBeUndefined();
      expect(await stores.one.leases.renew(newId(), request("a", 20))).toBeUndefined();
    });

    test("growing uploads and complete ones can be asked for apart", async () => {
      const growing = await due(0);
      const complete = await due(5, { original: { bytes: 1, complete: true } });
      const takeOne = (complete: boolean) =>
        stores.two.leases.take({ ...request("a", 10), complete });
      expect(await takeOne(true)).toMatchObject({ id: complete });
      expect(await takeOne(true)).toBeUndefined();
      expect(await takeOne(false)).toMatchObject({ id: growing });
      await done(growing, "a");
      await done(complete, "a");
    });

    test("large and small files can be asked for apart", async () => {
      const ofSize = (bytes: number) => due(bytes, { original: { bytes, complete: true } });
      const [large, small] = [await ofSize(900), await ofSize(899)];
      const takeOne = (wanted: Wanted) =>
        stores.two.leases.take({ ...request("a", 10_000), complete: true, ...wanted });
      expect(await takeOne({ atLeast: 901 })).toBeUndefined();
      expect(await takeOne({ atLeast: 900 })).toMatchObject({ id: large });
      expect(await takeOne({ below: 899 })).toBeUndefined();
      expect(await takeOne({ below: 900 })).toMatchObject({ id: small });
      await done(large, "a");
      await done(small, "a");
    });

    test("are not a change for anybody who follows the changes", async () => {
      const id = await due(0);
      const before = await stores.one.songs.get(id);
      await take("a", 10);
      await stores.one.leases.renew(id, request("a", 20));
      await done(id, "a");
      expect((await stores.one.songs.get(id))?.changedAt).toBe(before?.changedAt);
    });
  });
};
