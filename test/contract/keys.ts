import { describe, expect, test } from "vitest";
import { type Make, twoConnections } from "./under-test.ts";

export const keysContract = (make: Make): void => {
  describe("idempotency keys", () => {
    const stores = twoConnections(make);

    test("note the first song and tell it to everybody after", async () => {
      const racers = Array.from({ length: 20 }, (_, n) =>
        (n % 2 ? stores.one : stores.two).keys.claim("race", `song-${n}`, 1),
      );
      const answers = await Promise.all(racers);
      const winner = answers.indexOf(undefined);
      const others = answers.filter((answer) => answer !== undefined);
      expect(others).toHaveLength(19);
      for (const other of others) expect(other).toEqual({ songId: `song-${winner}`, createdAt: 1 });
    });

    test("can be moved to another song by who knows the one before", async () => {
      await stores.one.keys.claim("moved", "a", 1);
      expect(await stores.one.keys.move("moved", "b", "c")).toBe(false);
      expect(await stores.two.keys.move("moved", "a", "b")).toBe(true);
      expect(await stores.one.keys.claim("moved", "d", 9)).toEqual({ songId: "b", createdAt: 1 });
    });

    test("are forgotten with age", async () => {
      await stores.one.keys.claim("old", "a", 10);
      await stores.one.keys.claim("young", "b", 20);
      await stores.one.keys.forget(20);
      expect(await stores.two.keys.claim("old", "c", 30)).toBeUndefined();
      expect(await stores.two.keys.claim("young", "c", 30)).toMatchObject({ songId: "b" });
    });
  });
};
