import type { Collection } from "mongodb";
import type { KeyStore } from "../store.ts";
import type { KeyDocument } from "./collections.ts";
import { isDuplicateKey } from "./errors.ts";

export const mongoKeys = (keys: Collection<KeyDocument>): KeyStore => ({
  async claim(key, songId, now) {
    try {
      await keys.insertOne({ _id: key, songId, createdAt: now });
      return undefined;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    const found = await keys.findOne({ _id: key });
    return found ? { songId: found.songId, createdAt: found.createdAt } : undefined;
  },

  async move(key, from, to) {
    const { matchedCount } = await keys.updateOne(
      { _id: key, songId: from },
      { $set: { songId: to } },
    );
    return matchedCount === 1;
  },

  async forget(before) {
    await keys.deleteMany({ createdAt: { $lt: before } });
  },
});
