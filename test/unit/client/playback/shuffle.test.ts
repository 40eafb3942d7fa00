import { describe, expect, test } from "vitest";
import {
  currentEntry,
  emptyQueue,
  enqueue,
  playNext,
  putBack,
  type Queue,
  remove,
  startWith,
} from "../../../../client/playback/queue.ts";
import { shuffle, shuffleAll, shuffled, unshuffle } from "../../../../client/playback/shuffle.ts";

const playing = (ids: string, current: string): Queue =>
  startWith(emptyQueue, ids.split(""), ids.indexOf(current), undefined);
const order = (queue: Queue): string => queue.entries.map(({ id }) => id).join("");
/** Takes the first every time. */
const low = (): number => 0;

describe("shuffling", () => {
  test("gives every order equally often", () => {
    const counts = new Map<string, number>();
    let seed = 1;
    const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    for (let n = 0; n < 6_000; n++) {
      const found = shuffled(["a", "b", "c"], random).join("");
      counts.set(found, (counts.get(found) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });

  test("mixes only what is to come", () => {
    const queue = shuffle(playing("abcde", "b"), low);
    expect(order(queue)).toBe("abdec");
    expect(currentEntry(queue)?.id).toBe("b");
  });

  test("at the beginning of a queue takes every other song along", () => {
    const queue = shuffleAll(playing("abcd", "c"), low);
    expect(order(queue)[0]).toBe("c");
    expect(order(queue).split("").toSorted().join("")).toBe("abcd");
    expect(order(unshuffle(queue))).toBe("abcd");
  });

  test("is undone in the order from before, with the same song playing", () => {
    const queue = shuffle(playing("abcde", "a"), low);
    const later = { ...queue, current: queue.entries[3]?.key };
    const back = unshuffle(later);
    expect(order(back)).toBe("abcde");
    expect(currentEntry(back)).toEqual(queue.entries[3]);
  });

  test("keeps a place in the order from before for what is added and removed meanwhile", () => {
    const mixed = shuffle(playing("abcd", "b"), low);
    const queue = enqueue(playNext(mixed, ["x"]), ["y"]);
    expect(order(unshuffle(queue))).toBe("abxcdy");
    const c = queue.entries.find(({ id }) => id === "c")?.key ?? 0;
    const less = remove(queue, [c]);
    expect(order(unshuffle(less))).toBe("abxdy");
    expect(order(unshuffle(putBack(less, queue)))).toBe("abxcdy");
  });

  test("twice changes nothing", () => {
    const once = shuffle(playing("abcd", "a"), low);
    expect(shuffle(once, low)).toBe(once);
    expect(unshuffle(unshuffle(once))).toEqual(unshuffle(once));
  });
});
