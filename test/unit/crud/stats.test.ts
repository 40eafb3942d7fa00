import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createStats } from "../../../functions/crud/stats.ts";
import { StoreAway } from "../../../functions/core/store/errors.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Whose songs take so long (ms) to count. */
const library = (long: number) => {
  const state = { counted: 0, change: 1, away: false };
  const songs = {
    lastChange: async () => state.change,
    async totals() {
      if (state.away) throw new StoreAway();
      const counted = ++state.counted;
      await new Promise((resolve) => setTimeout(resolve, long));
      return { songs: counted, albums: 0, artists: 0, duration: 0, size: 0 };
    },
  };
  const stats = createStats({ songs: songs as never });
  const ask = async () => {
    const answer = stats();
    await vi.advanceTimersByTimeAsync(long);
    return answer;
  };
  return { state, stats, ask };
};

test("totals are counted once, for however many ask, until something changes", async () => {
  const { state, stats, ask } = library(1);
  await Promise.all([stats(), stats(), ask()]);
  await vi.advanceTimersByTimeAsync(5_000);
  await ask();
  expect(state.counted).toBe(1);
  state.change++;
  expect(await ask()).toMatchObject({ songs: 2 });
});

test("what few songs take to count is counted for every change", async () => {
  const { state, ask } = library(1);
  for (let change = 1; change <= 10; change++) {
    state.change = change;
    expect(await ask()).toMatchObject({ songs: change });
    await vi.advanceTimersByTimeAsync(20);
  }
});

test.each([10, 500])("while everything changes, counting for %i ms is kept rare", async (long) => {
  const { state, ask } = library(long);
  const started = Date.now();
  while (Date.now() - started < 20_000) {
    state.change++;
    await ask();
  }
  const lasting = Math.min(1_000, 20 * long);
  expect(state.counted).toBeGreaterThan(15_000 / lasting);
  expect(state.counted).toBeLessThanOrEqual(20_000 / lasting);
});

test("while nothing changes, what takes long to count is counted as rarely as when it does", async () => {
  const { state, ask } = library(3_000);
  const started = Date.now();
  while (Date.now() - started < 120_000) await ask();
  expect(state.counted).toBe(2);
});

test("however long a count takes, there is one at a time", async () => {
  const { state, stats } = library(5_000);
  const answers: Promise<unknown>[] = [];
  for (let n = 0; n < 10; n++) {
    state.change++;
    answers.push(stats());
    await vi.advanceTimersByTimeAsync(400);
  }
  await vi.advanceTimersByTimeAsync(1_000);
  await Promise.all(answers);
  expect(state.counted).toBe(1);
});

test("a count that is under way is shared, even by those who ask after a change", async () => {
  const { state, stats, ask } = library(500);
  const first = stats();
  state.change++;
  await ask();
  await first;
  expect(state.counted).toBe(1);
});

test("what could not be counted is tried again", async () => {
  const { state, stats, ask } = library(1);
  state.away = true;
  await expect(stats()).rejects.toBeInstanceOf(StoreAway);
  state.away = false;
  expect(await ask()).toMatchObject({ songs: 1 });
});
