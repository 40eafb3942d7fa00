import { describe, expect, test } from "vitest";
import { emptyQueue, startWith } from "../../../../client/playback/queue.ts";
import { settled } from "../../../support/settled.ts";
import { song, songs, type StandIn, withStandIn } from "./stand-in.ts";

const playing = async (ids: string, index = 0): Promise<StandIn> => {
  const rig = await withStandIn();
  rig.player.play(songs(ids), index);
  await settled();
  rig.say("playing");
  rig.told();
  return rig;
};

const coming = ({ player }: StandIn): string =>
  player.queue.value.entries.map(({ id }) => id).join("");
const now = ({ player }: StandIn): string | undefined => player.current.value?.id;
const keyOf = ({ player }: StandIn, id: string): number =>
  player.queue.value.entries.find((entry) => entry.id === id)?.key ?? 0;

describe("the player", () => {
  test("waits for its engine, then plays what was asked for and hands on what follows", async () => {
    const rig = await withStandIn();
    rig.player.play(songs("abc"), 1);
    expect([rig.player.status.value, now(rig), rig.told()]).toEqual(["loading", "b", []]);
    await settled();
    expect(rig.told()).toEqual(["play b 0"]);
    expect(rig.on()).toBe("bc");
  });

  test("paused before its engine has come stays silent when it comes", async () => {
    const rig = await withStandIn();
    rig.player.play(songs("ab"));
    rig.player.pause();
    await settled();
    expect([rig.told(), rig.player.status.value]).toEqual([["load a 0"], "paused"]);
  });

  test("goes on by itself, with a follower each time", async () => {
    const rig = await playing("abc");
    rig.end();
    expect([now(rig), rig.on()]).toEqual(["b", "bc"]);
    rig.end();
    expect([now(rig), rig.on()]).toEqual(["c", "c-"]);
  });

  test("plays the last song again, or what was added, when it is pressed at the end", async () => {
    const rig = await playing("a");
    rig.end();
    rig.player.toggle();
    expect(rig.told()).toEqual(["play a 0"]);
    rig.end();
    rig.player.enqueue([song("b")]);
    rig.player.toggle();
    expect(rig.told()).toEqual(["play b 0"]);
  });

  test("repeats one song as its own follower, as often as it ends", async () => {
    const rig = await playing("ab");
    rig.player.cycleRepeat();
    rig.player.cycleRepeat();
    expect(rig.on()).toBe("aa");
    rig.end();
    expect(rig.on()).toBe("aa");
    rig.end();
    expect(rig.on()).toBe("aa");
  });

  test("changes the follower with the queue", async () => {
    const rig = await playing("abc");
    rig.player.move(keyOf(rig, "c"), 0);
    expect(rig.on()).toBe("ac");
    rig.player.playNext([song("x")]);
    expect(rig.on()).toBe("ax");
    rig.player.stopsAfter.value = true;
    expect(rig.on()).toBe("a-");
    expect(rig.told()).toEqual([]);
  });

  test("stops after a song when told to, and waits at the next one", async () => {
    const rig = await playing("ab");
    rig.player.stopsAfter.value = true;
    rig.end();
    expect([now(rig), rig.told(), rig.player.stopsAfter.value]).toEqual(["b", ["load b 0"], false]);
  });

  test("goes back to the beginning of a song, or to the one before", async () => {
    const rig = await playing("ab", 1);
    rig.at(10);
    rig.player.previous();
    expect(rig.told()).toEqual(["seek 0"]);
    rig.player.previous();
    expect(rig.told()).toEqual(["play a 0"]);
  });

  test("keeps a seek within the song", async () => {
    const rig = await playing("a");
    rig.player.seek(500);
    rig.player.seekBy(-500);
    expect(rig.told()).toEqual(["seek 100", "seek 0"]);
  });

  test("plays the next one when the song that plays is removed, and nothing after the last", async () => {
    const rig = await playing("ab");
    const undo = rig.player.remove([keyOf(rig, "a")]);
    expect([now(rig), rig.told()]).toEqual(["b", ["play b 0"]]);
    rig.player.remove([keyOf(rig, "b")]);
    expect([now(rig), rig.told()]).toEqual([undefined, ["stop"]]);
    undo();
    expect(coming(rig)).toBe("ab");
  });

  test("takes back what was added, but not the song that plays by now", async () => {
    const rig = await playing("a");
    const undo = rig.player.playNext(songs("bc"));
    rig.player.next();
    undo();
    expect([coming(rig), now(rig)]).toEqual(["ab", "b"]);
  });

  test("keeps shuffling what is played next while shuffle is on", async () => {
    const rig = await playing("ab");
    rig.player.toggleShuffle();
    rig.player.play(songs("abcd"), 2);
    expect(coming(rig)).toBe("cbda");
    rig.player.toggleShuffle();
    expect(coming(rig)).toBe("abcd");
  });

  test("shuffles a whole list from any of its songs", async () => {
    const rig = await withStandIn();
    rig.player.playShuffled(songs("abc"));
    expect([coming(rig), rig.player.queue.value.unshuffled?.length]).toEqual(["acb", 3]);
  });

  test("does nothing with an empty list", async () => {
    const rig = await playing("a");
    rig.player.play([]);
    rig.player.playShuffled([]);
    expect([coming(rig), rig.told()]).toEqual(["a", []]);
  });
});

describe("after a reload", () => {
  const left = { queue: startWith(emptyQueue, ["a", "b"], 1, undefined), position: 42 };

  test("it waits where it was, and goes on from there", async () => {
    const rig = await withStandIn({ ...left, songs: songs("ab") });
    const { status, position, duration } = rig.player;
    expect([status.value, position.value, duration.value, rig.told()]).toEqual([
      "paused",
      42,
      100,
      [],
    ]);
    rig.player.toggle();
    await settled();
    expect(rig.told()).toEqual(["play b 42"]);
  });

  test("it is loaded when there is time, from where it was sought meanwhile", async () => {
    const rig = await withStandIn({ ...left, songs: songs("ab") });
    rig.player.seek(50);
    rig.player.prepare();
    await settled();
    expect(rig.told()).toEqual(["load b 50"]);
    rig.player.resume();
    expect(rig.told()).toEqual(["resume"]);
  });

  test("a song that the page does not know yet is fetched", async () => {
    const rig = await withStandIn({ ...left, songs: [] }, async (id) => song(id));
    await settled();
    expect(now(rig)).toBe("b");
    rig.player.toggle();
    await settled();
    expect(rig.told()).toEqual(["play b 42"]);
  });

  test("a song that is gone says so", async () => {
    const rig = await withStandIn({ ...left, songs: [] });
    rig.player.toggle();
    await settled();
    expect(rig.player.trouble.value).toEqual({ fault: "deleted", song: undefined });
  });

  test("a server that is away says so, and trying again plays", async () => {
    let isAway = true;
    const rig = await withStandIn({ ...left, songs: [] }, async (id) => {
      if (isAway) throw new TypeError("fetch failed");
      return song(id);
    });
    rig.player.toggle();
    await settled();
    expect(rig.player.trouble.value?.fault).toBe("server-away");
    isAway = false;
    rig.player.retry();
    await settled();
    expect([rig.told(), rig.player.trouble.value]).toEqual([["play b 42"], undefined]);
  });

  test("a server that is away is no trouble until somebody wants to hear something", async () => {
    const rig = await withStandIn({ ...left, songs: [] }, async () => {
      throw new TypeError("fetch failed");
    });
    rig.player.prepare();
    await settled();
    expect([rig.player.trouble.value, rig.player.status.value]).toEqual([undefined, "paused"]);
  });
});

describe("a song that cannot be played", () => {
  test("is left out when it came by itself, and said", async () => {
    const rig = await playing("abc");
    rig.end();
    rig.fail("codec");
    expect([rig.told(), rig.skipped]).toEqual([["play c 0"], ["b"]]);
  });

  test("stays when somebody chose it", async () => {
    const rig = await playing("abc");
    rig.fail("codec");
    expect([rig.told(), rig.player.trouble.value?.fault]).toEqual([[], "codec"]);
  });

  test("after another one stops it all", async () => {
    const rig = await playing("abcd");
    rig.end();
    rig.fail("deleted");
    rig.fail("deleted");
    expect([rig.told(), rig.skipped, now(rig)]).toEqual([["play c 0"], ["b"], "c"]);
  });

  test("after one that could does not stop it", async () => {
    const rig = await playing("abcde");
    rig.end();
    rig.fail("codec");
    rig.say("playing");
    rig.end();
    rig.fail("codec");
    expect(rig.skipped).toEqual(["b", "d"]);
  });

  test("is passed over when that is known before", async () => {
    const rig = await playing("abc");
    const [, b] = songs("abc");
    rig.player.note([{ ...(b ?? song("b")), deletedAt: "2026-01-02T00:00:00.000Z" }]);
    expect(rig.on()).toBe("ac");
    rig.player.next();
    expect(now(rig)).toBe("c");
  });

  test("is passed over when it turns out while the one before plays on", async () => {
    const rig = await playing("abc");
    rig.end();
    rig.failAhead("deleted");
    expect([rig.told(), now(rig), rig.skipped, rig.player.trouble.value]).toEqual([
      [],
      "b",
      ["c"],
      undefined,
    ]);
    const other = await playing("abcd");
    other.failAhead("deleted");
    expect(other.on()).toBe("ac");
    other.end();
    expect(now(other)).toBe("c");
  });

  test("twice ahead stops it where the songs are that cannot be played", async () => {
    const rig = await playing("abcd");
    rig.failAhead("deleted");
    rig.failAhead("deleted");
    expect(rig.on()).toBe("a-");
    rig.end();
    expect([rig.told(), now(rig)]).toEqual([["play b 0"], "b"]);
  });

  test("is told until it sounds after all", async () => {
    const rig = await playing("a");
    rig.fail("autoplay");
    expect(rig.player.trouble.value?.fault).toBe("autoplay");
    rig.say("playing");
    expect(rig.player.trouble.value).toBeUndefined();
  });

  test("may mend itself: nothing is left out for a server that is away", async () => {
    const rig = await playing("ab");
    rig.fail("server-away");
    expect([rig.told(), rig.player.trouble.value?.fault]).toEqual([[], "server-away"]);
    rig.fail(undefined);
    expect(rig.player.trouble.value).toBeUndefined();
  });
});

test("news of songs reach the engine only where it has them", async () => {
  const rig = await playing("abc");
  rig.player.note(songs("abcx"));
  expect(rig.told()).toEqual(["update a", "update b"]);
});
