/** SegueClient where something fails: the server, the line, or what stands between. */
import { createServer } from "node:net";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { NotSegue, SegueClient, SegueError, ServerAway } from "../../../api-client/node.ts";
import { type Gateway, startGateway } from "../../support/gateway.ts";
import { startProxy } from "../../support/proxy.ts";
import { type Server, startServer } from "../../support/server.ts";
import { slowBody } from "../../support/slow.ts";
import { made } from "../../support/sound.ts";

let tone: Buffer<ArrayBuffer>;
beforeAll(async () => {
  tone = Buffer.from(await made("-f lavfi -i sine=440:d=30", "wav"));
});

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step();
});

const keep = async <T>(starting: Promise<T>, end: (started: T) => Promise<unknown>): Promise<T> => {
  const started = await starting;
  cleanUp.push(() => end(started));
  return started;
};

const aServer = (options = {}): Promise<Server> =>
  keep(startServer(options), (server) => server.kill());

const aGateway = (...given: Parameters<typeof startGateway>): Promise<Gateway> =>
  keep(startGateway(...given), (gateway) => gateway.close());

const clientOf = ({ url }: { url: string }, options = {}): SegueClient =>
  new SegueClient({ url: `${url}/function/crud/`, ...options });

const nowhere = "http://127.0.0.1:2";

const reasonOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

const json = { "Content-Type": "application/json" };
const problemOf = (slug: string, status: number): string =>
  JSON.stringify({ type: `urn:segue:problem:${slug}`, title: `${slug}.`, status });
const asProblem = (slug: string, status: number) => ({
  status,
  headers: { "Content-Type": "application/problem+json" },
  body: problemOf(slug, status),
});

describe("what passes is tried again", () => {
  test.each([429, 502, 503, 504])("a proxy's %d", async (status) => {
    const gateway = await aGateway(nowhere, (_, number) =>
      number < 3 ? { status, body: "upstream" } : { status: 200, headers: json, body: "[]" },
    );
    expect(await clientOf(gateway).page()).toEqual({ songs: [] });
    expect(gateway.seen).toHaveLength(3);
  });

  test("a store that is away, no sooner than the server says", async () => {
    const away = asProblem("store-away", 503);
    const times: number[] = [];
    const gateway = await aGateway(nowhere, (_, number) => {
      times.push(performance.now());
      return number === 1
        ? { ...away, headers: { ...away.headers, "Retry-After": "1" } }
        : { status: 200, headers: json, body: "[]" };
    });
    await clientOf(gateway).page();
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(990);
  });

  test("a server that is being redeployed", async () => {
    const { port } = await keep(
      (async () => {
        const holder = createServer().listen(0, "127.0.0.1");
        await once(holder, "listening");
        const address = holder.address() as { port: number };
        holder.close();
        await once(holder, "close");
        return address;
      })(),
      async () => {},
    );
    const client = new SegueClient({ url: `http://127.0.0.1:${port}/function/crud/` });
    const [songs, song] = await Promise.all([
      client.page(),
      client.insert(tone, { tags: { title: "During a redeploy" } }),
      aServer({ env: { PORT: String(port) } }),
    ]);
    expect(songs.songs.length).toBeLessThan(2);
    expect(song.title).toBe("During a redeploy");
  });

  test("a fault of the server's once, and no more", async () => {
    const gateway = await aGateway(nowhere, () => asProblem("internal", 500));
    expect(await reasonOf(clientOf(gateway).stats())).toMatchObject({ slug: "internal" });
    expect(gateway.seen).toHaveLength(2);
  });

  test("but not what is refused, nor what would happen twice", async () => {
    const gateway = await aGateway(nowhere, ({ path }) =>
      path.endsWith("/encode") ? { status: 502 } : asProblem("invalid-request", 400),
    );
    const client = clientOf(gateway);
    expect(await reasonOf(client.page())).toBeInstanceOf(SegueError);
    expect(await reasonOf(client.encode("a".repeat(21)))).toBeInstanceOf(ServerAway);
    expect(gateway.seen).toHaveLength(2);
  });

  test("and not for ever", async () => {
    const gateway = await aGateway(nowhere, () => ({ status: 502 }));
    const reason = await reasonOf(clientOf(gateway, { retryFor: 300 }).page());
    expect(reason).toBeInstanceOf(ServerAway);
    expect((reason as Error).message).toContain("502");
    expect(await reasonOf(clientOf({ url: nowhere }, { retryFor: 0 }).page())).toMatchObject({
      name: "ServerAway",
      message: "No answer from http://127.0.0.1:2 (ECONNREFUSED).",
      unsent: true,
    });
  });

  test("unless it is aborted meanwhile", async () => {
    const stop = new AbortController();
    const gateway = await aGateway(nowhere, () => {
      stop.abort();
      return { status: 502 };
    });
    const reason = await reasonOf(clientOf(gateway).page({}, { signal: stop.signal }));
    expect(reason).toMatchObject({ name: "AbortError" });
    expect(gateway.seen).toHaveLength(1);
  });
});

describe("what is not Segue is told apart", () => {
  const html = { "Content-Type": "text/html" };
  test.each<[string, object]>([
    ["a proxy's page with a 200", { status: 200, headers: html, body: "<h1>Welcome</h1>" }],
    ["a page that is not found", { status: 404, headers: html, body: "<h1>404</h1>" }],
    ["broken JSON", { status: 200, headers: json, body: '[{"id":' }],
    ["somebody else's problem", { status: 400, headers: json, body: '{"type":"about:blank"}' }],
    ["a limit of the proxy's", { status: 413, headers: html, body: "too large" }],
  ])("%s", async (_, answer) => {
    const gateway = await aGateway(nowhere, () => ({ status: 0, ...answer }));
    const client = clientOf(gateway);
    for (const reason of [await reasonOf(client.page()), await reasonOf(client.insert(tone))]) {
      expect(reason).toBeInstanceOf(NotSegue);
      expect((reason as Error).message).toContain("does not answer as Segue does");
    }
  });
});

describe("an upload", () => {
  test("whose answer is lost makes one song", async () => {
    const server = await aServer();
    const gateway = await aGateway(server.url, (_, number) =>
      number === 1 ? "lose answer" : undefined,
    );
    const song = await clientOf(gateway).insert(tone, { tags: { title: "Once" } });
    expect(gateway.seen).toHaveLength(2);
    const { songs } = await clientOf(server).page();
    expect(songs.map(({ id }) => id)).toEqual([song.id]);
  });

  test("that is cut off is sent again, whole", async () => {
    const server = await aServer();
    const proxy = await keep(
      startProxy({ host: "127.0.0.1", port: Number(new URL(server.url).port) }),
      (started) => started.close(),
    );
    const client = new SegueClient({ url: `http://127.0.0.1:${proxy.port}/function/crud/` });
    let cuts = 0;
    const song = await client.insert(tone, {
      onProgress: ({ sent }) => {
        if (sent > 500_000 && cuts++ === 0) proxy.cut();
      },
    });
    expect(song.uploaded).toBe(tone.length);
    expect(cuts).toBeGreaterThan(1);
    const { songs } = await clientOf(server).page();
    expect(songs.filter(({ state }) => state !== "failed").map(({ id }) => id)).toEqual([song.id]);
  });

  test("goes on when the server is killed and comes back", async () => {
    const dataDir = await keep(mkdtemp(join(tmpdir(), "segue-killed-")), (folder) =>
      rm(folder, { recursive: true, force: true }),
    );
    const first = await startServer({ dataDir });
    const { port } = new URL(first.url);
    let restarted: Promise<Server> | undefined;
    const song = await clientOf(first, { retryFor: 20_000 }).insert(tone, {
      tags: { title: "Survivor" },
      onProgress: ({ sent }) => {
        if (sent < 500_000) return;
        restarted ??= first.kill().then(() => aServer({ dataDir, env: { PORT: port } }));
      },
    });
    await restarted;
    expect(song).toMatchObject({ title: "Survivor", uploaded: tone.length });
  });

  test("of a stream that is cut off is not begun anew without its beginning", async () => {
    const server = await aServer();
    const proxy = await keep(
      startProxy({ host: "127.0.0.1", port: Number(new URL(server.url).port) }),
      (started) => started.close(),
    );
    const client = new SegueClient({ url: `http://127.0.0.1:${proxy.port}/function/crud/` });
    const body = slowBody(tone);
    body.allow(300_000);
    const insert = reasonOf(client.insert(body));
    await expect.poll(async () => (await clientOf(server).page()).songs.length).toBe(1);
    proxy.cut();
    body.allow();
    expect(await insert).toBeInstanceOf(ServerAway);
  });

  test("of a stream waits for a server that is not there yet", async () => {
    const gateway = await aGateway(nowhere, () => undefined);
    const { port } = new URL(gateway.url);
    await gateway.close();
    cleanUp.pop();
    const insert = clientOf(gateway).insert(new Blob([tone]).stream());
    const server = await aServer({ env: { PORT: port } });
    expect(await insert).toMatchObject({ uploaded: tone.length });
    expect((await clientOf(server).page()).songs).toHaveLength(1);
  });

  test("rejects with what its source rejects with, at once", async () => {
    const server = await aServer();
    const body = slowBody(tone);
    body.allow(100_000);
    const insert = reasonOf(clientOf(server).insert({ stream: () => body, name: "broken.wav" }));
    await expect.poll(async () => (await clientOf(server).page()).songs.length).toBe(1);
    body.breakOff();
    expect(await insert).toMatchObject({ message: "The line is cut." });
  });
});

describe("an edit", () => {
  test("whose answer is lost is not taken for somebody else's", async () => {
    const server = await aServer();
    const { id, revision } = await clientOf(server).insert(tone);
    const gateway = await aGateway(server.url, ({ method }, number) =>
      method === "PATCH" && number === 1 ? "lose answer" : undefined,
    );
    const edited = await clientOf(gateway).update(id, { title: "Edited" }, { revision });
    expect(edited).toMatchObject({ title: "Edited", revision: revision + 1 });
  });
});

describe("following", () => {
  test("goes on after failures, tells of them, and can be hurried", async () => {
    const server = await aServer();
    let broken = true;
    const gateway = await aGateway(server.url, () => (broken ? { status: 502 } : undefined));
    const away: Error[] = [];
    const changes = clientOf(gateway).changes({
      onAway: ({ error, retryIn, retryNow }) => {
        away.push(error);
        expect(retryIn).toBeGreaterThan(0);
        if (away.length === 3) broken = false;
        retryNow();
      },
    });
    expect((await changes.next()).value).toMatchObject({ listAgain: true, songs: [] });
    expect(away).toHaveLength(3);
    expect(away[0]).toBeInstanceOf(ServerAway);
    const { id } = await clientOf(server).insert(tone);
    const next = (await changes.next()).value;
    expect(next).toMatchObject({ listAgain: false, songs: [{ id }] });
    await changes.return();
  });

  test("says to list again when too much has changed since", async () => {
    const server = await aServer();
    const changes = clientOf(server).changes({ after: "1.." });
    expect((await changes.next()).value).toMatchObject({ listAgain: true, songs: [] });
    await changes.return();
  });

  test("ends with the signal, even while it waits, and throws what waiting does not mend", async () => {
    const stop = new AbortController();
    const onAway = (): void => stop.abort();
    const away = clientOf({ url: nowhere }).changes({ signal: stop.signal, onAway });
    expect(await away.next()).toEqual({ done: true, value: undefined });
    const gateway = await aGateway(nowhere, () => asProblem("token-needed", 401));
    expect(await reasonOf(clientOf(gateway).changes().next())).toBeInstanceOf(SegueError);
  });
});
