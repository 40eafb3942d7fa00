import type { Collection, Filter, UpdateFilter } from "mongodb";
import type { LeaseRequest, LeaseStore } from "../store.ts";
import type { SongDocument } from "./collections.ts";
import { toSong } from "./fields.ts";

const claim = ({ holder, now, duration }: LeaseRequest) => ({
  "lease.holder": holder,
  "lease.expiresAt": now + duration,
  dueAt: now + duration,
});

/** A lease is nobody's news: none of these moves `changedAt`. */
export const mongoLeases = (songs: Collection<SongDocument>): LeaseStore => ({
  async take({ complete, atLeast, below, ...request }) {
    const bytes = {
      ...(atLeast !== undefined && { $gte: atLeast }),
      ...(below !== undefined && { $lt: below }),
    };
    const due: Filter<SongDocument> = {
      dueAt: { $lte: request.now },
      deletedAt: null as never,
      ...(complete !== undefined && { "original.complete": complete }),
      ...(Object.keys(bytes).length > 0 && { "original.bytes": bytes }),
    };
    const update = { $set: claim(request), $inc: { "lease.attempt": 1 } };
    const song = await songs.findOneAndUpdate(due, update, {
      sort: { dueAt: 1 },
      returnDocument: "after",
    });
    return song ? toSong(song) : undefined;
  },

  async renew(id, { progressed, ...request }) {
    const mine: Filter<SongDocument> = {
      _id: id,
      "lease.holder": request.holder,
      deletedAt: null as never,
    };
    const $set = { ...claim(request), ...(progressed && { "lease.attempt": 1 }) };
    const song = await songs.findOneAndUpdate(
      mine,
      { $set },
      {
        returnDocument: "after",
      },
    );
    return song ? toSong(song) : undefined;
  },

  async release(id, holder, dueAt) {
    const update =
      dueAt === undefined
        ? { $unset: { lease: true, dueAt: true } }
        : { $set: { "lease.holder": "", "lease.expiresAt": 0, dueAt } };
    await songs.updateOne(
      { _id: id, "lease.holder": holder },
      update as UpdateFilter<SongDocument>,
    );
  },
});
