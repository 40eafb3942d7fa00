/** A list of pages, while it is read and changes. */
import { describe, expect, test } from "vitest";
import { type Ask, createPageList, type Fetched } from "../../../../client/library/page-list.ts";

/** Of songs named by number, newest first; each page comes when it is let go. */
const aLibrary = (count: number) => {
  let songs = Array.from({ length: count }, (_, n) => `song ${count - n}`);
  const waiting: (() => void)[] = [];
  const read = ({ limit, cursor, offset }: Ask): Fetched<string> => {
    const start = cursor === undefined ? offset : songs.indexOf(cursor) + 1;
    const items = songs.slice(start, start + limit);
    const isLast = start + limit >= songs.length;
    return { items, total: songs.length, ...(!isLast && { next: items.at(-1) }) };
  };
  const list = createPageList((ask) => {
    const page = read(ask);
    return new Promise((resolve) => {
      waiting.push(() => resolve(page));
    });
  });
  return {
    list,
    /** Until nothing more is asked for. */
    async letGo(): Promise<void> {
      while (waiting.length > 0) {
        for (const go of waiting.splice(0)) go();
        await new Promise(setImmediate);
      }
    },
    add(song: string): void {
      songs = [song, ...songs];
      list.insertFirst(song);
    },
    remove(song: string): void {
      songs = songs.filter((one) => one !== song);
      list.remove(song);
    },
    shown: () => Array.from({ length: list.total.peek() ?? 0 }, (_, n) => list.at(n)),
    songs: () => songs,
  };
};

describe("a page that is under way", () => {
  test("puts nothing out of its place when songs come meanwhile", async () => {
    const { list, letGo, add, shown, songs } = aLibrary(150);
    list.want(0, 10);
    await letGo();
    list.want(50, 70);
    add("new");
    await letGo();
    list.want(0, 150);
    await letGo();
    expect(shown()).toEqual(songs());
  });

  test("puts nothing out of its place when songs go meanwhile", async () => {
    const { list, letGo, remove, shown, songs } = aLibrary(250);
    list.want(0, 10);
    await letGo();
    list.want(50, 70);
    remove("song 249");
    await letGo();
    list.want(50, 150);
    await letGo();
    list.want(100, 249);
    await letGo();
    expect(shown()).toEqual(songs());
  });

  test("is asked for again by whoever gathers songs for the queue", async () => {
    const { list, letGo, add, songs } = aLibrary(150);
    list.want(0, 10);
    await letGo();
    const gathering = list.gather(0, 150);
    add("new");
    await letGo();
    expect(await gathering).toEqual(songs().slice(0, 150));
  });
});
