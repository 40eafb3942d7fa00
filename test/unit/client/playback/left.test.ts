import { describe, expect, test } from "vitest";
import { positionText, queueText } from "../../../../client/playback/left-text.ts";
import { leftFrom } from "../../../../client/playback/left.ts";
import {
  currentEntry,
  emptyQueue,
  enqueue,
  goTo,
  move,
  remove,
  setRepeat,
  startWith,
} from "../../../../client/playback/queue.ts";
import { shuffle, unshuffle } from "../../../../client/playback/shuffle.ts";
import { song } from "./stand-in.ts";

const from = { kind: "album", name: "Salt & Copper" } as const;
const order = ({ entries }: { entries: readonly { id: string }[] }): string =>
  entries.map(({ id }) => id).join("");

describe("how the player was left", () => {
  test("comes back: order, song, second, shuffle, repeat and where it came from", () => {
    const begun = setRepeat(startWith(emptyQueue, ["a", "b", "c", "d"], 1, from), "all");
    const mixed = shuffle(begun, () => 0);
    const [, , last] = mixed.entries;
    const queue = enqueue(remove(mixed, [last?.key ?? 0]), ["a"]);
    const left = leftFrom(queueText(queue, song), positionText(queue, 61.23));
    expect(order(left.queue)).toBe(order(queue));
    expect(order(unshuffle(left.queue))).toBe(order(unshuffle(queue)));
    expect(currentEntry(left.queue)?.id).toBe("b");
    expect(left).toMatchObject({ position: 61.2, queue: { repeat: "all", from } });
    expect(left.songs[0]).toEqual(song("b"));
  });

  test("can be worked with as before", () => {
    const queue = startWith(emptyQueue, ["a", "b", "c"], 0, undefined);
    const { queue: back } = leftFrom(queueText(queue, song), undefined);
    const added = enqueue(back, ["d"]);
    expect(new Set(added.entries.map(({ key }) => key)).size).toBe(4);
    expect(order(move(added, added.entries[3]?.key ?? 0, 0))).toBe("adbc");
  });

  test("of another song's second begins at the beginning", () => {
    const queue = startWith(emptyQueue, ["a", "b"], 0, undefined);
    const later = goTo(queue, queue.entries[1]?.key ?? 0);
    expect(leftFrom(queueText(later, song), positionText(queue, 30)).position).toBe(0);
  });

  test("of a huge queue is what lies around the song that plays", () => {
    const ids = Array.from({ length: 30_000 }, (_, n) => `song ${n}`);
    const queue = startWith(emptyQueue, ids, 20_000, undefined);
    const { queue: back } = leftFrom(queueText(queue, song), undefined);
    expect(currentEntry(back)?.id).toBe("song 20000");
    expect(back.entries).toHaveLength(10_000);
  });

  test("is nothing where nothing was, or something that is not ours", () => {
    for (const text of [undefined, "", "null", "[]", '{"version":99,"ids":["a"]}', '{"ids":'])
      expect(leftFrom(text, text).queue).toEqual(emptyQueue);
  });
});
