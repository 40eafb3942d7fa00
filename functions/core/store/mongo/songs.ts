import type { Collection, Filter, UpdateFilter } from "mongodb";
import type { Song, SongId } from "../../song/song.ts";
import type {
  Beginnings,
  PagePosition,
  SongChange,
  SongFilter,
  SongGuard,
  SongStore,
  SortField,
  Totals,
} from "../store.ts";
import type { SongDocument } from "./collections.ts";
import { beginsNotWith, beginsWith, given, toSong, withTerms } from "./fields.ts";
import { mongoGroups } from "./groups.ts";

const toSongOrNone = (document: SongDocument | null): Song | undefined =>
  document ? toSong(document) : undefined;

const guardFilter = (guard: SongGuard): Filter<SongDocument> =>
  given({
    revision: guard.revision,
    tagsVersion: guard.tagsVersion,
    "lease.holder": guard.holder,
    "original.bytes": guard.bytes,
    "original.complete": guard.complete,
    expiresAt: guard.expiresAt,
    deletedAt: guard.deleted === undefined ? undefined : guard.deleted ? { $gt: 0 } : null,
    state: guard.states && { $in: guard.states },
  });

const prefixed = (prefix: string, fields: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${prefix}.${name}`, value]));

const updateOf = ({ set, unset, original, grow }: SongChange): UpdateFilter<SongDocument> => {
  const $set = { ...set, ...(original && prefixed("original", original)) };
  return {
    ...(Object.keys($set).length > 0 && { $set: $set as Partial<SongDocument> }),
    ...(unset?.length && {
      $unset: Object.fromEntries(unset.map((name) => [name, true as const])),
    }),
    ...(grow !== undefined && { $inc: { size: grow } }),
    $currentDate: { changedAt: true },
  };
};

const sortPath = (sort: SortField): string => (sort === "added" ? "createdAt" : `keys.${sort}`);

const beginnings = (
  begins: Beginnings = {},
  condition: (path: string, text: string) => Filter<SongDocument>,
): Filter<SongDocument>[] =>
  (Object.entries(begins) as [keyof Beginnings, string][]).map(([field, text]) =>
    condition(sortPath(field), text),
  );

const listFilter = (filter: SongFilter): Filter<SongDocument> => ({
  ...given({
    deletedAt: filter.deletedAfter === undefined ? null : { $gt: filter.deletedAfter },
    terms: withTerms(filter.terms),
    "filters.artist": filter.artist,
    "filters.album": filter.album,
    "filters.genre": filter.genre,
    albumId: filter.albumId,
    state: filter.state,
    "original.fingerprint": filter.fingerprint,
    "original.sha256": filter.sha256,
  }),
  ...((filter.begins ?? filter.beginsNot) && {
    $and: [
      ...beginnings(filter.begins, (path, text) => ({ [path]: beginsWith(text) })),
      ...beginnings(filter.beginsNot, beginsNotWith),
    ],
  }),
});

const afterPosition = (path: string, { key, id }: PagePosition, descending: boolean) => {
  const [beyond, atOrBeyond] = descending ? ["$lt", "$lte"] : ["$gt", "$gte"];
  // The first condition bounds the walk along the index; the second drops what the page before had.
  return {
    [path]: { [atOrBeyond]: key },
    $or: [{ [path]: { [beyond]: key } }, { _id: { [beyond]: id } }],
  } as Filter<SongDocument>;
};

const changedFrom = (time: number): Filter<SongDocument> => ({
  changedAt: { $gte: new Date(time) },
});

/** A millisecond is a range here: there are servers whose clocks are finer. */
const changedAfter = (time: number, id: SongId): Filter<SongDocument> => ({
  ...changedFrom(time),
  $or: [changedFrom(time + 1), { _id: { $gt: id } }],
});

const sumStages = [
  { $match: { deletedAt: null } },
  {
    $group: {
      _id: null,
      songs: { $sum: 1 },
      duration: { $sum: { $divide: ["$encoding.samples", "$encoding.sampleRate"] } },
      size: { $sum: "$size" },
    },
  },
];

/** Values of a field that songs have. */
const countDistinct = async (songs: Collection<SongDocument>, field: string): Promise<number> => {
  const stages = [
    { $match: { deletedAt: null, [field]: { $gt: "" } } },
    { $group: { _id: `$${field}` } },
    { $group: { _id: null, n: { $sum: 1 } } },
  ];
  const [found] = await songs.aggregate<{ n: number }>(stages).toArray();
  return found?.n ?? 0;
};

const sumOf = async (
  songs: Collection<SongDocument>,
  which: Filter<SongDocument>,
  value: unknown,
): Promise<number> => {
  const group = { _id: null, sum: { $sum: value } };
  const [found] = await songs
    .aggregate<{ sum: number }>([{ $match: which }, { $group: group }])
    .toArray();
  return found?.sum ?? 0;
};

export const mongoSongs = (songs: Collection<SongDocument>): SongStore => ({
  async insert({ id, ...fields }) {
    const update = {
      $setOnInsert: fields as Partial<SongDocument>,
      $currentDate: { changedAt: true },
    };
    const { upsertedCount } = await songs.updateOne(
      { _id: id },
      update as UpdateFilter<SongDocument>,
      { upsert: true },
    );
    if (upsertedCount !== 1) throw new Error(`Song ${id} exists already.`);
  },

  async get(id) {
    return toSongOrNone(await songs.findOne({ _id: id }));
  },

  async update(id, change, guard = {}) {
    const filter = { _id: id, ...guardFilter(guard) };
    return toSongOrNone(
      await songs.findOneAndUpdate(filter, updateOf(change), { returnDocument: "after" }),
    );
  },

  async purge(id) {
    await songs.deleteOne({ _id: id });
  },

  async list({ filter, sort, descending, limit, after, offset = 0 }) {
    const path = sortPath(sort);
    const direction = descending ? -1 : 1;
    const found = await songs
      .find({ ...listFilter(filter), ...(after && afterPosition(path, after, descending)) })
      .sort({ [path]: direction, _id: direction })
      .skip(offset)
      .limit(limit)
      .toArray();
    return found.map(toSong);
  },

  count(filter) {
    return songs.countDocuments(listFilter(filter));
  },

  async changedSince({ changedAt, id }, limit) {
    const filter = id === undefined ? changedFrom(changedAt) : changedAfter(changedAt, id);
    const found = await songs.find(filter).sort({ changedAt: 1, _id: 1 }).limit(limit).toArray();
    return found.map(toSong);
  },

  async expired(now, limit) {
    const found = await songs
      .find({ expiresAt: { $lte: now } })
      .sort({ expiresAt: 1 })
      .limit(limit)
      .toArray();
    return found.map(toSong);
  },

  async lastChange() {
    const [last] = await songs.find({}).sort({ changedAt: -1 }).limit(1).toArray();
    return last?.changedAt.getTime() ?? 0;
  },

  ...mongoGroups(songs),

  async totals() {
    const [sums, albums, artists] = await Promise.all([
      songs.aggregate<Omit<Totals, "albums" | "artists">>(sumStages).toArray(),
      countDistinct(songs, "albumId"),
      countDistinct(songs, "filters.artist"),
    ]);
    const { songs: count, duration, size } = sums[0] ?? { songs: 0, duration: 0, size: 0 };
    return { songs: count, albums, artists, duration, size };
  },

  stored() {
    return sumOf(songs, {}, "$size");
  },

  promised() {
    const missing = { $subtract: ["$original.expectedBytes", "$original.bytes"] };
    return sumOf(songs, { state: "uploading", deletedAt: null as never }, missing);
  },
});
