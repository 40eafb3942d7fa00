import { describe, expect, test } from "vitest";
import {
  clear,
  currentEntry,
  emptyQueue,
  enqueue,
  followingKey,
  goTo,
  move,
  nextKey,
  playNext,
  previousKey,
  putBack,
  type Queue,
  remove,
  setRepeat,
  startWith,
  upcoming,
} from "../../../../client/playback/queue.ts";

const from = { kind: "album", name: "Salt & Copper" } as const;

/** Songs a, b, c ... of which one plays. */
const playing = (ids: string, current: string): Queue =>
  startWith(emptyQueue, ids.split(""), ids.indexOf(current), from);

const order = (queue: Queue): string => queue.entries.map(({ id }) => id).join("");
const now = (queue: Queue): string | undefined => currentEntry(queue)?.id;
const coming = (queue: Queue): string =>
  upcoming(queue)
    .map(({ id }) => id)
    .join("");
const idOf = (queue: Queue, key: number | undefined): string | undefined =>
  queue.entries.find((entry) => entry.key === key)?.id;
const keyOf = (queue: Queue, id: string): number =>
  queue.entries.find((entry) => entry.id === id)?.key ?? 0;

describe("a queue", () => {
  test("begins at the song that was chosen and knows where it came from", () => {
    const queue = playing("abcd", "b");
    expect([now(queue), coming(queue), queue.from]).toEqual(["b", "cd", from]);
  });

  test("has the same song twice as two entries", () => {
    const queue = enqueue(playing("ab", "a"), ["a"]);
    const [first, , third] = queue.entries;
    expect(order(queue)).toBe("aba");
    expect(first?.key).not.toBe(third?.key);
    expect(order(remove(queue, [third?.key ?? 0]))).toBe("ab");
  });

  test("takes songs next and at its end, in their order", () => {
    const queue = enqueue(playNext(playing("abc", "b"), ["x", "y"]), ["z"]);
    expect([order(queue), now(queue)]).toEqual(["abxycz", "b"]);
  });

  test("that is empty makes the first song added the current one", () => {
    expect(now(enqueue(emptyQueue, ["a", "b"]))).toBe("a");
    expect(now(playNext(emptyQueue, ["a"]))).toBe("a");
  });

  test("never gives a key again", () => {
    const queue = enqueue(startWith(playing("abc", "a"), ["d"], 0, undefined), ["e"]);
    expect(queue.entries.map(({ key }) => key)).toEqual([4, 5]);
  });
});

describe("removing", () => {
  test("leaves the song that plays alone", () => {
    const queue = playing("abcd", "b");
    const left = remove(queue, [keyOf(queue, "a"), keyOf(queue, "c")]);
    expect([order(left), now(left)]).toEqual(["bd", "b"]);
  });

  test("of the song that plays makes the one after it current", () => {
    const queue = playing("abcd", "b");
    expect(now(remove(queue, [keyOf(queue, "b")]))).toBe("c");
    expect(now(remove(queue, [keyOf(queue, "b"), keyOf(queue, "c")]))).toBe("d");
  });

  test("of the last song while it plays leaves nothing, and what was heard does not come again", () => {
    const before = playing("ab", "b");
    const left = remove(before, [keyOf(before, "b")]);
    expect([now(left), coming(left), coming(playNext(left, ["c"]))]).toEqual([undefined, "", ""]);
    const back = putBack(left, before);
    expect([order(back), now(back)]).toEqual(["ab", "b"]);
  });

  test("of the last song while all repeat goes on with the first", () => {
    const queue = setRepeat(playing("abc", "c"), "all");
    expect(now(remove(queue, [keyOf(queue, "a"), keyOf(queue, "c")]))).toBe("b");
  });

  test("of all but the current song is what clearing does", () => {
    const cleared = clear(playing("abcd", "b"));
    expect([order(cleared), now(cleared), cleared.from]).toEqual(["b", "b", from]);
  });

  test("is undone where the songs were, whatever happened meanwhile", () => {
    const before = playing("abcdef", "b");
    const left = remove(before, [keyOf(before, "c"), keyOf(before, "f")]);
    const meanwhile = goTo(enqueue(left, ["x"]), keyOf(left, "d"));
    const back = putBack(meanwhile, before);
    expect([order(back), now(back)]).toEqual(["abcdefx", "d"]);
  });

  test("by clearing is undone too", () => {
    const before = playing("abcd", "b");
    expect(order(putBack(clear(before), before))).toBe("abcd");
  });

  test("of the only song is undone with that song current again", () => {
    const before = playing("a", "a");
    const back = putBack(remove(before, [keyOf(before, "a")]), before);
    expect([order(back), now(back)]).toEqual(["a", "a"]);
  });
});

describe("moving", () => {
  const queue = playing("abcde", "b");
  const moved = (id: string, place: number): string => coming(move(queue, keyOf(queue, id), place));

  test("counts places from the song that comes next", () => {
    expect(moved("e", 0)).toBe("ecd");
    expect(moved("c", 1)).toBe("dce");
    expect(moved("c", 2)).toBe("dec");
  });

  test("stops at the ends", () => {
    expect(moved("d", -5)).toBe("dce");
    expect(moved("d", 99)).toBe("ced");
  });

  test("leaves what plays where it is, also when something that was played moves", () => {
    expect(order(move(queue, keyOf(queue, "b"), 2))).toBe("abcde");
    const again = move(queue, keyOf(queue, "a"), 0);
    expect([order(again), now(again)]).toEqual(["bacde", "b"]);
  });
});

describe("what comes next", () => {
  const at = (current: string, repeat: "off" | "all" | "one"): Queue =>
    setRepeat(playing("abc", current), repeat);
  const by = (pick: (queue: Queue) => number | undefined, queue: Queue): string | undefined =>
    idOf(queue, pick(queue));

  test("ends with the last song, or begins again where all repeat", () => {
    expect(by(nextKey, at("a", "off"))).toBe("b");
    expect(by(nextKey, at("c", "off"))).toBeUndefined();
    expect(by(nextKey, at("c", "all"))).toBe("a");
  });

  test("is the same song when one repeats and ends by itself; Next still goes on", () => {
    expect(by(followingKey, at("b", "one"))).toBe("b");
    expect(by(nextKey, at("b", "one"))).toBe("c");
    expect(by(followingKey, at("b", "off"))).toBe("c");
  });

  test("going back restarts a song after three seconds, before that leads to the one before", () => {
    expect(by((queue) => previousKey(queue, 3.1), at("b", "off"))).toBe("b");
    expect(by((queue) => previousKey(queue, 3), at("b", "off"))).toBe("a");
    expect(by((queue) => previousKey(queue, 0), at("a", "off"))).toBe("a");
    expect(by((queue) => previousKey(queue, 0), at("a", "all"))).toBe("c");
  });

  test("is nothing in an empty queue", () => {
    expect(nextKey(setRepeat(emptyQueue, "all"))).toBeUndefined();
    expect(previousKey(emptyQueue, 0)).toBeUndefined();
    expect(followingKey(setRepeat(emptyQueue, "one"))).toBeUndefined();
  });
});
