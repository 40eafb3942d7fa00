/** What streaming does when there is more to do than it can. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { StoreAway } from "../../functions/core/store/errors.ts";
import type { Store } from "../../functions/core/store/store.ts";
import { serveChunks, type Streaming } from "../support/streaming.ts";
import { ask } from "../support/wire.ts";

const MiB = 1024 * 1024;
const id = "overload-test-song---";
const bearable = { waiting: 256, unreadBytes: 64 * MiB, unreadFor: 30_000 };

const cleanUp: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step();
});

const serve = async (options: Parameters<typeof serveChunks>[0] = {}): Promise<Streaming> => {
  const streaming = await serveChunks(options);
  cleanUp.push(() => streaming.stop());
  return streaming;
};

/** A store whose chunks are got as the test says. */
const gettingBy = (store: Store, get: Store["chunks"]["get"]): Store => ({
  ...store,
  chunks: { ...store.chunks, get },
});

const openRequests = async ({ url }: Streaming): Promise<number> => {
  const text = String((await ask(`${url}metrics`)).body);
  // The one that asks is among them.
  return Number(/^segue_http_requests_open (\d+)$/m.exec(text)?.[1]) - 1;
};

describe("a store that is slow", () => {
  const serveSlowly = async () => {
    const { store } = await serve();
    for (const name of ["0.m4s", "1.m4s", "2.m4s"])
      await store.chunks.insert(id, name, Buffer.from(name));
    const opened = Promise.withResolvers<void>();
    const slow = gettingBy(store, async (song, name) => {
      if (name !== "0.m4s") await opened.promise;
      return store.chunks.get(song, name);
    });
    const streaming = await serve({ store: slow, crowd: { ...bearable, waiting: 2 } });
    return {
      streaming,
      at: (name: string) => `${streaming.url}${id}/${name}`,
      open: opened.resolve,
    };
  };

  test("keeps so many waiting and no more; the others are told at once to come again", async () => {
    const { streaming, at, open } = await serveSlowly();
    expect((await ask(at("0.m4s"))).status).toBe(200);
    const waiting = ["1.m4s", "2.m4s"].map((name) => ask(at(name)));
    await expect.poll(() => openRequests(streaming)).toBe(2);

    const { status, headers, body } = await ask(at("1.m4s"));
    expect([status, headers["retry-after"], headers["cache-control"]]).toEqual([
      503,
      "1",
      "no-store",
    ]);
    expect(headers["content-type"]).toBe("application/problem+json");
    expect(headers["access-control-allow-origin"]).toBe("*");
    expect(JSON.parse(String(body))).toMatchObject({ type: "urn:segue:problem:overloaded" });

    expect((await ask(at("0.m4s"))).status).toBe(200);
    expect((await ask(`${streaming.url}healthz`)).status).toBe(200);
    open();
    expect((await Promise.all(waiting)).map((answer) => answer.status)).toEqual([200, 200]);
    expect((await ask(at("1.m4s"))).status).toBe(200);
  });
});

describe("listeners who do not fetch what they asked for", () => {
  const large = Buffer.alloc(16 * MiB, 7);

  /** Asks, and reads nothing. */
  const hold = ({ url }: Streaming, name: string): Socket => {
    const { port, hostname } = new URL(url);
    const socket = connect(Number(port), hostname);
    cleanUp.push(() => void socket.destroy());
    socket.on("error", () => {});
    socket.pause().write(`GET /${id}/${name} HTTP/1.1\r\nHost: x\r\n\r\n`);
    return socket;
  };

  test("are cut off after a while", async () => {
    const streaming = await serve({ crowd: { ...bearable, unreadFor: 300 } });
    await streaming.store.chunks.insert(id, "1.m4s", large);
    // Once from the store, once from memory.
    for (let times = 0; times < 2; times++) {
      const socket = hold(streaming, "1.m4s");
      await once(socket, "connect");
      await expect.poll(() => openRequests(streaming)).toBe(1);
      await expect.poll(() => openRequests(streaming)).toBe(0);
    }
  });

  test("do not keep others from theirs: the slowest of them makes room", async () => {
    const streaming = await serve({ crowd: { ...bearable, waiting: 4, unreadBytes: 40 * MiB } });
    await streaming.store.chunks.insert(id, "1.m4s", large);
    for (let times = 0; times < 12; times++) hold(streaming, "1.m4s");
    // Of 16 MiB each, two.
    await expect.poll(() => openRequests(streaming)).toBe(2);
    const { status, body } = await ask(`${streaming.url}${id}/1.m4s`);
    expect([status, body.length]).toEqual([200, large.length]);
  });
});

describe("a store that is away", () => {
  test("is tried by one in a while; what is in memory is served, playlists as they were last", async () => {
    const { store } = await serve();
    for (const name of ["1.m4s", "2.m4s", "media.m3u8"])
      await store.chunks.insert(id, name, Buffer.from(name));
    let away = false;
    let calls = 0;
    const leaving = gettingBy(store, (song, name) => {
      calls++;
      return away ? Promise.reject(new StoreAway("gone")) : store.chunks.get(song, name);
    });
    const { url } = await serve({ store: leaving });
    const status = async (name: string): Promise<number> =>
      (await ask(`${url}${id}/${name}`)).status;
    expect([await status("1.m4s"), await status("media.m3u8")]).toEqual([200, 200]);

    away = true;
    const before = calls;
    // The playlist grows old meanwhile.
    await expect.poll(() => status("media.m3u8").then(() => calls)).toBeGreaterThan(before);
    const first = calls;
    const found = await Promise.all(Array.from({ length: 200 }, () => status("2.m4s")));
    expect(new Set(found)).toEqual(new Set([503]));
    expect(calls - first).toBeLessThan(20);
    expect([await status("1.m4s"), await status("media.m3u8")]).toEqual([200, 200]);

    away = false;
    await expect.poll(() => status("2.m4s")).toBe(200);
  });

  test("and does not say so, is known to be so after a while, and back when it answers", async () => {
    const { store } = await serve();
    for (const name of ["1.m4s", "2.m4s"]) await store.chunks.insert(id, name, Buffer.from(name));
    let silent = false;
    const leaving = gettingBy(store, (song, name) =>
      silent ? new Promise(() => {}) : store.chunks.get(song, name),
    );
    const { url } = await serve({ store: leaving });
    const at = (name: string): string => `${url}${id}/${name}`;
    expect((await ask(at("1.m4s"))).status).toBe(200);

    silent = true;
    const { status, headers, body } = await ask(at("2.m4s"));
    expect([status, headers["retry-after"] !== undefined]).toEqual([503, true]);
    expect(JSON.parse(String(body))).toMatchObject({ type: "urn:segue:problem:store-away" });
    expect((await ask(at("1.m4s"))).status).toBe(200);

    silent = false;
    await expect.poll(async () => (await ask(at("2.m4s"))).status).toBe(200);
  });
});
