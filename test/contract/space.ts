import { describe, expect, test } from "vitest";
import { type Make, twoConnections } from "./under-test.ts";

export const spaceContract = (make: Make): void => {
  describe("space", () => {
    const stores = twoConnections(make);

    test("on the disk is told, where the store knows", async () => {
      const free = await stores.one.free();
      expect(free === undefined || free > 0).toBe(true);
    });

    test("may be given back at any time", async () => {
      await Promise.all([stores.one.giveBack(), stores.two.giveBack()]);
    });
  });
};
