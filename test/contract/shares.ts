import { describe, expect, test } from "vitest";
import type { Share } from "../../functions/core/store/store.ts";
import { type Make, twoConnections } from "./under-test.ts";

const aShare = (name: string, fields: Partial<Share> = {}): Share => ({
  id: `id-of-${name}`,
  digest: `digest-of-${name}`,
  songId: "a-song",
  createdAt: 1,
  expiresAt: 100,
  ...fields,
});

export const sharesContract = (make: Make): void => {
  describe("shares", () => {
    const stores = twoConnections(make);

    test("are found by their digest, and by nothing else", async () => {
      const share = aShare("found", { createdAt: 10 });
      await stores.one.shares.insert(share);
      expect(await stores.two.shares.find(share.digest)).toEqual(share);
      for (const other of [share.id, "", "digest", "digest-of-foun", "DIGEST-OF-FOUND"])
        expect(await stores.two.shares.find(other)).toBeUndefined();
    });

    test("are listed, the newest first", async () => {
      await stores.one.shares.insert(aShare("newer", { createdAt: 30 }));
      await stores.one.shares.insert(aShare("older", { createdAt: 20 }));
      const ids = async (limit: number) =>
        (await stores.two.shares.list(limit)).map(({ id }) => id);
      expect(await ids(2)).toEqual(["id-of-newer", "id-of-older"]);
      expect(await ids(10)).toEqual(["id-of-newer", "id-of-older", "id-of-found"]);
    });

    test("are taken back once", async () => {
      await stores.one.shares.insert(aShare("revoked"));
      expect(await stores.two.shares.remove("id-of-revoked")).toBe(true);
      expect(await stores.one.shares.remove("id-of-revoked")).toBe(false);
      expect(await stores.one.shares.find("digest-of-revoked")).toBeUndefined();
    });

    test("are forgotten when they have expired", async () => {
      await stores.one.shares.insert(aShare("expired", { expiresAt: 40 }));
      await stores.one.shares.insert(aShare("album", { expiresAt: 50, albumId: "an-album" }));
      await stores.one.shares.forget(50);
      expect(await stores.two.shares.find("digest-of-expired")).toBeUndefined();
      expect(await stores.two.shares.find("digest-of-album")).toMatchObject({
        albumId: "an-album",
      });
    });
  });
};
