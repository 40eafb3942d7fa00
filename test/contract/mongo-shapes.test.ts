/** What is asked of MongoDB, and the index that answers it: by design, as no plan can be had of a stand-in. */
import type { Collection } from "mongodb";
import { describe, expect, test } from "vitest";
import { mongoChunks } from "../../functions/core/store/mongo/chunks.ts";
import type { ChunkDocument, SongDocument } from "../../functions/core/store/mongo/collections.ts";
import { sizeIndex, songIndexes } from "../../functions/core/store/mongo/schema.ts";
import { mongoSongs } from "../../functions/core/store/mongo/songs.ts";
import type { SongFilter } from "../../functions/core/store/store.ts";
import { broad, narrow, sorts } from "../support/queries.ts";

type Fields = Readonly<Record<string, unknown>>;
type Shape = { readonly filter: Fields; sort?: Fields };

/** A collection that answers nothing and notes what it was asked. */
const noting = () => {
  const shapes: Shape[] = [];
  const note = (filter: Fields) => {
    const shape: Shape = { filter };
    shapes.push(shape);
    const cursor = {
      sort: (sort: Fields) => Object.assign(cursor, { sorted: (shape.sort = sort) }),
      skip: () => cursor,
      limit: () => cursor,
      toArray: async () => [],
      [Symbol.asyncIterator]: () => [][Symbol.iterator](),
    };
    return cursor;
  };
  const collection = {
    find: note,
    aggregate: ([{ $match }]: [{ $match: Fields }]) => note($match),
    countDocuments: async (filter: Fields) => (note(filter), 0),
    distinct: async (_field: string, filter: Fields) => (note(filter), ["x"]),
  } as unknown as Collection<SongDocument>;
  return { shapes, songs: mongoSongs(collection) };
};

const isOperators = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !(value instanceof Date);

/** Fields that have one value, and those that have a range of them. */
const boundsOf = (filter: Fields): { equal: Set<string>; range: Set<string> } => {
  const equal = new Set<string>();
  const range = new Set<string>();
  for (const [name, value] of Object.entries(filter)) {
    if (name === "$and")
      for (const one of value as Fields[]) {
        const inner = boundsOf(one);
        for (const field of inner.equal) equal.add(field);
        for (const field of inner.range) range.add(field);
      }
    else if (!name.startsWith("$")) (isOperators(value) ? range : equal).add(name);
  }
  return { equal, range };
};

/** How an index serves a shape: it is walked in the order asked for, or at least begins where the filter does. */
const serves = (key: Fields, { filter, sort = {} }: Shape): "order" | "bounds" | undefined => {
  const { equal, range } = boundsOf(filter);
  const fields = Object.keys(key);
  const start = fields.findIndex((field) => !equal.has(field));
  const rest = start < 0 ? [] : fields.slice(start);
  const wanted = Object.keys(sort);
  const [first = ""] = fields;
  if (!equal.has(first) && !range.has(first) && wanted[0] !== first) return undefined;
  return wanted.length > 0 && wanted.every((field, n) => rest[n] === field) ? "order" : "bounds";
};

const bestFor = (shape: Shape): "order" | "bounds" | undefined => {
  const ways = songIndexes.map(({ key }) => serves(key as Fields, shape));
  return ways.find((way) => way === "order") ?? ways.find((way) => way === "bounds");
};

describe.each(sorts)("a list by %s", (sort) => {
  const after = { key: sort === "added" ? 5 : "x", id: "y" };
  const shapeOf = async (filter: SongFilter, where = {}): Promise<Shape> => {
    const { songs, shapes } = noting();
    await songs.list({ filter, sort, descending: true, limit: 9, ...where });
    return shapes[0] ?? { filter: {} };
  };

  test.each(broad)("of %j is one walk along an index", async (filter) => {
    for (const where of [{}, { after }])
      expect(bestFor(await shapeOf(filter, where))).toBe("order");
  });

  test.each([...narrow, { terms: ["a"] }])("of %j begins at an index", async (filter) => {
    expect(bestFor(await shapeOf(filter))).toBeDefined();
  });
});

test.each(["title", "artist", "album"] as const)(
  "what a %s begins with is a range",
  async (sort) => {
    const { songs, shapes } = noting();
    const filter = { begins: { [sort]: "a" }, beginsNot: { title: "b" } };
    await songs.list({ filter, sort, descending: false, limit: 9 });
    expect(shapes.map(bestFor)).toEqual(["order"]);
  },
);

test("artists and albums are walks along an index, all or those that begin so", async () => {
  const { songs, shapes } = noting();
  for (const filter of [{}, { begins: "a" }, { artist: "ada" }])
    for (const where of [{}, { after: { key: "x", id: "y" } }]) {
      await songs.albums({ ...filter, ...where, limit: 9 });
      await songs.artists({ ...filter, ...where, limit: 9 });
    }
  expect(shapes.length).toBeGreaterThan(12);
  for (const shape of shapes)
    expect(bestFor(shape)).toBe(shape.sort === undefined ? "bounds" : "order");
});

test("counts, changes and what is due begin at an index", async () => {
  const { songs, shapes } = noting();
  for (const filter of [
    ...broad,
    ...narrow,
    { terms: ["a"] },
    { genre: "rock", state: "ready" } as const,
  ])
    await songs.count(filter);
  await songs.changedSince({ changedAt: 1 }, 9);
  await songs.changedSince({ changedAt: 1, id: "x" }, 9);
  await songs.expired(1, 9);
  await songs.lastChange();
  await songs.totals();
  await songs.promised();
  for (const shape of shapes) expect(bestFor(shape)).toBeDefined();
});

test("a song's chunks are listed from an index alone", async () => {
  let fields: Fields = {};
  let hint: Fields = {};
  const cursor = {
    project: (projection: Fields) => ((fields = projection), cursor),
    sort: () => cursor,
    hint: (key: Fields) => ((hint = key), cursor),
    toArray: async () => [],
  };
  const chunks = { find: () => cursor } as unknown as Collection<ChunkDocument>;
  await mongoChunks(chunks).list("x", "parts/");
  expect(hint).toBe(sizeIndex.key);
  expect(Object.keys(hint)).toEqual(expect.arrayContaining(Object.keys(fields)));
  expect(fields).toEqual({ _id: 1, size: 1 });
});
