import { randomBytes } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { newId } from "../../functions/core/song/ids.ts";
import { type Make, twoConnections } from "./under-test.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (chunk: { bytes: Uint8Array } | undefined): string | undefined =>
  chunk && new TextDecoder().decode(chunk.bytes);

export const chunksContract = (make: Make): void => {
  describe("chunks", () => {
    const stores = twoConnections(make);

    test("come back byte for byte", async () => {
      const id = newId();
      const large = randomBytes(4 * 1024 * 1024);
      await stores.one.chunks.insert(id, "parts/0", large);
      await stores.one.chunks.insert(id, "empty", new Uint8Array());
      // A view into a larger buffer, as a stream gives it.
      await stores.one.chunks.insert(id, "view", large.subarray(10, 20));
      const found = await stores.two.chunks.get(id, "parts/0");
      expect(Buffer.compare(Buffer.from(found?.bytes ?? []), large)).toBe(0);
      expect((await stores.two.chunks.get(id, "empty"))?.bytes).toHaveLength(0);
      expect(await stores.two.chunks.get(id, "view")).toEqual({
        bytes: expect.objectContaining({ length: 10 }),
      });
      expect(await stores.two.chunks.get(id, "none")).toBeUndefined();
    });

    test("the first to insert a name wins", async () => {
      const id = newId();
      expect(await stores.one.chunks.insert(id, "1.m4s", bytes("first"))).toBe(true);
      expect(await stores.two.chunks.insert(id, "1.m4s", bytes("second"))).toBe(false);
      expect(text(await stores.one.chunks.get(id, "1.m4s"))).toBe("first");
    });

    test("tell of whom they are, one page after another", async () => {
      const ids = [newId(), newId(), newId()].toSorted();
      for (const id of ids)
        for (const name of ["a/0", "a/1", "b"]) await stores.one.chunks.insert(id, name, bytes(""));
      const owners: string[] = [];
      for (let after = ""; ;) {
        const page = await stores.two.chunks.owners(after, 2);
        owners.push(...page);
        const last = page.at(-1);
        if (last === undefined) break;
        after = last;
      }
      expect(owners).toEqual([...new Set(owners)].toSorted());
      expect(owners).toEqual(expect.arrayContaining(ids));
    });

    test("of many who insert a name at once, one wins", async () => {
      const id = newId();
      const racers = Array.from({ length: 30 }, async (_, n) => {
        const store = n % 2 ? stores.one : stores.two;
        return (await store.chunks.insert(id, "0.m4s", bytes(`${n}`))) ? n : undefined;
      });
      const winners = (await Promise.all(racers)).filter((n) => n !== undefined);
      expect(winners).toHaveLength(1);
      expect(text(await stores.one.chunks.get(id, "0.m4s"))).toBe(`${winners[0]}`);
    });

    test("a lower or equal revision never replaces a higher one", async () => {
      const id = newId();
      const replace = (content: string, revision: number) =>
        stores.one.chunks.replace(id, "media.m3u8", bytes(content), revision);
      expect(await replace("three", 3)).toBe(true);
      expect(await replace("two", 2)).toBe(false);
      expect(await replace("three again", 3)).toBe(false);
      expect(await replace("four", 4)).toBe(true);
      const found = await stores.two.chunks.get(id, "media.m3u8");
      expect([text(found), found?.revision]).toEqual(["four", 4]);
    });

    test("a stale worker's shorter playlist never replaces a longer one", async () => {
      const id = newId();
      const seen: number[] = [];
      const work = async (store: typeof stores.one, from: number) => {
        for (let n = from; n <= 40; n++) {
          await store.chunks.replace(id, "media.m3u8", bytes(`${n}`), n);
          seen.push((await store.chunks.get(id, "media.m3u8"))?.revision ?? 0);
        }
      };
      const other = () => work(stores.two, 1);
      await Promise.all([work(stores.one, 1), other(), work(stores.one, 20), other()]);
      const found = await stores.two.chunks.get(id, "media.m3u8");
      expect([text(found), found?.revision]).toEqual(["40", 40]);
      // What is read after a write is at least as long as what was written: nobody went back.
      expect(seen.at(-1)).toBe(40);
    });

    test("readers of a playlist that two workers write never see it get shorter", async () => {
      const id = newId();
      let longest = 0;
      let working = true;
      const read = async () => {
        while (working) {
          const { revision } = (await stores.two.chunks.get(id, "media.m3u8")) ?? { revision: 0 };
          expect(revision).toBeGreaterThanOrEqual(longest);
          longest = revision ?? 0;
          await nextTurn();
        }
      };
      const work = async (store: typeof stores.one) => {
        for (let n = 1; n <= 60; n++)
          await store.chunks.replace(id, "media.m3u8", bytes(`${n}`), n);
      };
      const reader = read();
      await Promise.all([work(stores.one), work(stores.two)]);
      working = false;
      await reader;
    });

    test("are listed by prefix, in order, with their sizes", async () => {
      const id = newId();
      for (const name of [
        "e/flac/1.m4s",
        "e/a64/10.m4s",
        "e/a64/1.m4s",
        "e2/a64/1.m4s",
        "main.m3u8",
      ])
        await stores.one.chunks.insert(id, name, bytes(name));
      await stores.one.chunks.insert(newId(), "e/a64/1.m4s", bytes("another song"));
      expect(await stores.two.chunks.list(id, "e/")).toEqual([
        { name: "e/a64/1.m4s", size: 11 },
        { name: "e/a64/10.m4s", size: 12 },
        { name: "e/flac/1.m4s", size: 12 },
      ]);
      expect(await stores.two.chunks.list(id, "")).toHaveLength(5);
    });

    test("are deleted by prefix, a few at a time, and no others with them", async () => {
      const id = newId();
      const other = newId();
      for (let n = 0; n < 25; n++) await stores.one.chunks.insert(id, `e/a64/${n}.m4s`, bytes("x"));
      await stores.one.chunks.insert(id, "e2/a64/0.m4s", bytes("x"));
      await stores.one.chunks.insert(other, "e/a64/0.m4s", bytes("x"));
      expect(await stores.two.chunks.delete(id, "e/", 10)).toBe(10);
      expect(await stores.two.chunks.delete(id, "e/", 100)).toBe(15);
      expect(await stores.two.chunks.delete(id, "e/", 100)).toBe(0);
      expect(await stores.two.chunks.list(id, "")).toHaveLength(1);
      expect(await stores.two.chunks.list(other, "")).toHaveLength(1);
    });
  });
};
