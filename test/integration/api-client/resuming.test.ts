/** Large files through the client: what has arrived stays, whatever breaks off. */
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Song } from "../../../api-client/contract.ts";
import { FileChanged, SegueClient, SegueError } from "../../../api-client/node.ts";
import { startGateway } from "../../support/gateway.ts";
import { startProxy } from "../../support/proxy.ts";
import { startRoughLine } from "../../support/rough-line.ts";
import { type Server, startServer } from "../../support/server.ts";
import { made } from "../../support/sound.ts";

let folder: string;
let path: string;
let wav: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "segue-resuming-"));
  path = join(folder, "long.wav");
  wav = await made("-f lavfi -i anoisesrc=d=90:r=44100:seed=3 -ac 2", "wav");
});
afterAll(() => rm(folder, { recursive: true }));

let server: Server;
let dataDir: string;
const cleanUp: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  await writeFile(path, wav);
  dataDir = await mkdtemp(join(folder, "data-"));
  server = await startServer({ dataDir });
  cleanUp.push(() => server.kill());
});
afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

const clientAt = (port: string | number): SegueClient =>
  new SegueClient({ url: `http://127.0.0.1:${port}/function/crud/`, retryFor: 60_000 });

const portOf = (of: Server): number => Number(new URL(of.url).port);

const proxied = async (rate: number) => {
  const proxy = await startProxy({ host: "127.0.0.1", port: portOf(server) }, { rate });
  cleanUp.unshift(() => proxy.close());
  return proxy;
};

const songs = async (): Promise<Song[]> =>
  (await (await fetch(server.crud("songs"))).json()) as Song[];

const arrived = async (bytes: number): Promise<void> => {
  await expect.poll(async () => (await songs())[0]?.uploaded ?? 0).toBeGreaterThan(bytes);
};

const originalOf = async ({ id }: Song): Promise<string> => {
  const response = await fetch(server.crud(`songs/${id}/original`));
  return createHash("sha256")
    .update(Buffer.from(await response.arrayBuffer()))
    .digest("hex");
};

const sha256 = (): string => createHash("sha256").update(wav).digest("hex");

describe("insert of a large file", () => {
  test("arrives whole over a line to two servers that breaks all the time", async () => {
    const other = await startServer({ dataDir });
    cleanUp.unshift(() => other.kill());
    const ports = [portOf(server), portOf(other)];
    const line = await startRoughLine({ ports, seed: 5, longest: 6_000_000 });
    cleanUp.unshift(() => line.close());
    const song = await clientAt(line.port).insert(path, { tags: { title: "Rough", year: 1999 } });
    expect(song).toMatchObject({ title: "Rough", year: 1999, filename: "long.wav" });
    expect(line.cuts).toBeGreaterThan(3);
    expect(await originalOf(song)).toBe(sha256());
    expect(await songs()).toHaveLength(1);
  });

  test("that was given up goes on from where it was, with the tags that are given now", async () => {
    const proxy = await proxied(3e6);
    const stop = new AbortController();
    const first = clientAt(proxy.port).insert(path, { signal: stop.signal });
    await arrived(2_000_000);
    stop.abort(new Error("Enough."));
    await expect(first).rejects.toThrow("Enough.");

    const [begun] = await songs();
    const sent: number[] = [];
    const song = await clientAt(portOf(server)).insert(path, {
      tags: { album: "Later" },
      onProgress: (progress) => void sent.push(progress.sent),
    });
    expect(song).toMatchObject({ id: begun?.id, album: "Later" });
    expect(sent[0]).toBeGreaterThan(2_000_000);
    expect(sent.at(-1)).toBe(wav.length);
    expect(await originalOf(song)).toBe(sha256());
  });

  test("goes on when the server is killed and comes back", async () => {
    const proxy = await proxied(4e6);
    const inserting = clientAt(proxy.port).insert(path);
    await arrived(2_000_000);
    const [begun] = await songs();
    const PORT = String(portOf(server));
    await server.kill();
    server = await startServer({ dataDir, env: { PORT } });
    const song = await inserting;
    expect(song.id).toBe(begun?.id);
    expect(await originalOf(song)).toBe(sha256());
  });

  test("is begun anew where the server has given it up meanwhile", async () => {
    const proxy = await proxied(3e6);
    const inserting = clientAt(proxy.port).insert(path);
    await arrived(1_500_000);
    const [begun] = await songs();
    await fetch(server.crud(`uploads/${begun?.id}`), {
      method: "DELETE",
      headers: { "Tus-Resumable": "1.0.0" },
    });
    proxy.cut();
    const song = await inserting;
    expect(song.id).not.toBe(begun?.id);
    expect(await originalOf(song)).toBe(sha256());
  });

  test("goes in pieces as small as a proxy's limit wants them", async () => {
    const limit = 600_000;
    const gateway = await startGateway(server.url, ({ headers }) =>
      Number(headers["content-length"] ?? 0) > limit
        ? { status: 413, headers: { "Content-Type": "text/html" }, body: "<h1>Too large</h1>" }
        : undefined,
    );
    cleanUp.unshift(() => gateway.close());
    const song = await clientAt(new URL(gateway.url).port).insert(path);
    expect(await originalOf(song)).toBe(sha256());
    const refused = gateway.seen.filter(({ headers }) => Number(headers["content-length"]) > limit);
    expect(refused.length).toBeLessThan(4);
  });

  test("rejects when the file changes meanwhile, and makes no song of it", async () => {
    const proxy = await proxied(3e6);
    const inserting = clientAt(proxy.port).insert(path);
    inserting.catch(() => {});
    await arrived(1_500_000);
    await writeFile(path, wav.subarray(0, 5_000_000));
    await expect(inserting).rejects.toBeInstanceOf(FileChanged);
    expect(await songs()).toMatchObject([{ state: "uploading" }]);
  });

  test("is refused as soon as it is seen to be no music", async () => {
    await writeFile(path, Buffer.alloc(20_000_000, "This is no music. "));
    const error = await clientAt(portOf(server))
      .insert(path)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SegueError);
    expect(error).toMatchObject({ slug: "not-audio" });
    expect(await songs()).toEqual([]);
  });

  test("wants a token to begin and to go on, and says so", async () => {
    const proxy = await proxied(3e6);
    const stop = new AbortController();
    const first = clientAt(proxy.port).insert(path, { signal: stop.signal });
    first.catch(() => {});
    await arrived(1_500_000);
    stop.abort();
    await server.kill();
    server = await startServer({ dataDir, env: { SEGUE_TOKEN: "a-long-token" } });
    const refused = { slug: "token-needed" };
    await expect(clientAt(portOf(server)).insert(path)).rejects.toMatchObject(refused);
    await writeFile(path, wav.subarray(0, 6_000_000));
    await expect(clientAt(portOf(server)).insert(path)).rejects.toMatchObject(refused);
  });
});
