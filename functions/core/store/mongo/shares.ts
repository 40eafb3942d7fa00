import type { Collection } from "mongodb";
import type { Share, ShareStore } from "../store.ts";
import type { ShareDocument } from "./collections.ts";

const shareOf = ({ _id: digest, ...rest }: ShareDocument): Share => ({ digest, ...rest });

export const mongoShares = (shares: Collection<ShareDocument>): ShareStore => ({
  async insert({ digest, ...rest }) {
    await shares.insertOne({ _id: digest, ...rest });
  },

  async find(digest) {
    const found = await shares.findOne({ _id: digest });
    return found ? shareOf(found) : undefined;
  },

  async list(limit) {
    return (await shares.find().sort({ createdAt: -1 }).limit(limit).toArray()).map(shareOf);
  },

  async remove(id) {
    return (await shares.deleteOne({ id })).deletedCount === 1;
  },

  async forget(before) {
    await shares.deleteMany({ expiresAt: { $lt: before } });
  },
});
