import { Binary, type Collection } from "mongodb";
import type { ChunkStore } from "../store.ts";
import type { ChunkDocument } from "./collections.ts";
import { isDuplicateKey } from "./errors.ts";
import { beginsWith } from "./fields.ts";
import { sizeIndex } from "./schema.ts";

const bodyOf = (bytes: Uint8Array): { bytes: Binary; size: number } => ({
  bytes: new Binary(bytes),
  size: bytes.byteLength,
});

export const mongoChunks = (chunks: Collection<ChunkDocument>): ChunkStore => ({
  async insert(songId, name, bytes) {
    try {
      await chunks.insertOne({ _id: `${songId}/${name}`, ...bodyOf(bytes) });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  },

  async replace(songId, name, bytes, revision) {
    const older = { _id: `${songId}/${name}`, revision: { $lt: revision } };
    const newer = { $set: { ...bodyOf(bytes), revision } };
    try {
      const { matchedCount, upsertedCount } = await chunks.updateOne(older, newer, {
        upsert: true,
      });
      return matchedCount + upsertedCount === 1;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    // It is there after all: a newer one, or one that another writer has just inserted.
    return (await chunks.updateOne(older, newer)).matchedCount === 1;
  },

  async get(songId, name) {
    const found = await chunks.findOne({ _id: `${songId}/${name}` });
    if (!found) return undefined;
    const bytes = found.bytes.buffer.subarray(0, found.bytes.position);
    return found.revision === undefined ? { bytes } : { bytes, revision: found.revision };
  },

  async owners(after, limit) {
    const owners: string[] = [];
    for (let last = after; owners.length < limit;) {
      // No id has a character that comes after this one.
      const beyond = { _id: { $gt: last === "" ? "" : `${last}/\uffff` } };
      const next = await chunks.findOne(beyond, { projection: { _id: 1 }, sort: { _id: 1 } });
      if (!next) break;
      last = next._id.slice(0, next._id.indexOf("/"));
      owners.push(last);
    }
    return owners;
  },

  async list(songId, prefix) {
    const found = await chunks
      .find({ _id: beginsWith(`${songId}/${prefix}`) })
      .project<{ _id: string; size: number }>({ _id: 1, size: 1 })
      .sort({ _id: 1 })
      // Whether the index by id alone is as good is tried out else, by reading a hundred chunks whole.
      .hint(sizeIndex.key)
      .toArray();
    return found.map(({ _id, size }) => ({ name: _id.slice(songId.length + 1), size }));
  },

  async delete(songId, prefix, limit) {
    const found = await chunks
      .find({ _id: beginsWith(`${songId}/${prefix}`) })
      .project<{ _id: string }>({ _id: 1 })
      .limit(limit)
      .toArray();
    const { deletedCount } = await chunks.deleteMany({ _id: { $in: found.map(({ _id }) => _id) } });
    return deletedCount;
  },
});
