import { expect, test } from "vitest";
import { createCounts } from "../../../functions/crud/counts.ts";
import type { SongFilter, SongStore } from "../../../functions/core/store/store.ts";

const filter: SongFilter = { terms: ["love"] };

/** A library that counts how often it was asked. */
const library = (change: number) => {
  const state = { change, asked: 0 };
  const songs = {
    lastChange: async () => state.change,
    count: async () => ++state.asked,
  } as unknown as SongStore;
  return { state, countOf: createCounts({ songs }) };
};

test("a list is counted once while nothing changes, and each by itself", async () => {
  const { state, countOf } = library(1);
  expect([await countOf(filter), await countOf(filter)]).toEqual([1, 1]);
  expect(await countOf({})).toBe(2);
  state.change = 2;
  expect(await countOf(filter)).toBe(3);
});

test("a count that another change may have the date of is not kept", async () => {
  const { countOf } = library(Date.now());
  expect([await countOf(filter), await countOf(filter)]).toEqual([1, 2]);
});
