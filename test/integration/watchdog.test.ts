/** The functions as they run on OpenFaaS: bundled as for their images, behind of-watchdog. */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Song } from "../../api-client/contract.ts";
import { newId } from "../../functions/core/song/ids.ts";
import {
  bundle,
  type FunctionName,
  isOnPath,
  startWatched,
  type Watched,
} from "../support/bundle.ts";
import { readSong } from "../support/hls.ts";
import { database } from "../support/mongodb.ts";
import { expectProblem } from "../support/problems.ts";
import { startProxy, type Proxy } from "../support/proxy.ts";
import { made } from "../support/sound.ts";
import { ask } from "../support/wire.ts";

const mongodbUri = inject("mongodbUri");
const skipped = !isOnPath("fwatchdog") || !mongodbUri;
const token = "a-token-for-the-tests";
const names: readonly FunctionName[] = ["crud", "streaming", "player"];

describe.skipIf(skipped)("behind of-watchdog (needs fwatchdog on PATH, and a MongoDB)", () => {
  let folder: string;
  let proxy: Proxy;
  const env: Record<string, string> = { SEGUE_TOKEN: token };
  const apps = {} as Record<FunctionName, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "segue-watchdog-"));
    const uri = new URL(database(mongodbUri ?? "", `segue-watchdog-${newId()}`));
    proxy = await startProxy({ host: uri.hostname, port: Number(uri.port) });
    uri.port = String(proxy.port);
    env["MONGODB_URI"] = uri.href;
    for (const name of names) apps[name] = await bundle(name, folder);
  });
  afterAll(async () => {
    await proxy.close();
    await rm(folder, { recursive: true });
  });

  const behind = async <T>(
    name: FunctionName,
    use: (watched: Watched) => Promise<T>,
  ): Promise<T> => {
    const watched = await startWatched(apps[name], env);
    try {
      return await use(watched);
    } finally {
      await watched.stop();
    }
  };

  const upload = ({ url }: Watched, body: Uint8Array, headers: Record<string, string> = {}) =>
    fetch(`${url}/songs`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${token}`,
        "Content-Type": "application/octet-stream",
        ...headers,
      },
      body: body as Uint8Array<ArrayBuffer>,
    });

  const aSongIn = async (crud: Watched): Promise<Song> => {
    const answer = await upload(crud, await made("-f lavfi -i sine=440:d=20:r=44100 -ac 2", "wav"));
    const { id } = (await answer.json()) as Song;
    const read = async () => (await (await fetch(`${crud.url}/songs/${id}`)).json()) as Song;
    await expect.poll(async () => (await read()).state).toBe("ready");
    return read();
  };

  test.each(names)(
    "%s is alive and ready, and ends with an error as the watchdog wants it",
    async (name) => {
      const watched = await startWatched(apps[name], env);
      for (const path of ["/healthz", "/_/ready", "/_/health"])
        expect((await fetch(`${watched.url}${path}`)).status).toBe(200);
      expect(await watched.stop()).not.toBe(0);
    },
  );

  test("the player answers the path of a view with its page", async () => {
    const type = await behind("player", async ({ url }) =>
      (await fetch(`${url}/songs`)).headers.get("Content-Type"),
    );
    expect(type).toContain("text/html");
  });

  test("crud refuses as problems what is no sound, and who has no token", async () => {
    await behind("crud", async (crud) => {
      await expectProblem(await upload(crud, Buffer.from("no sound")), 415, "not-audio");
      const nobody = await upload(crud, Buffer.from("no sound"), { Authorization: "" });
      await expectProblem(nobody, 401, "token-needed");
    });
  });

  test("a song goes all the way, and is served with ranges, codings and conditions", async () => {
    const { id } = await behind("crud", aSongIn);
    await behind("streaming", async (streaming) => {
      const main = `${streaming.url}/${id}/main.m3u8`;
      const renditions = await readSong(main);
      expect(renditions.map(({ name }) => name)).toEqual(["a128", "a64", "a256", "flac"]);
      const url = new URL("0.m4s", renditions[0]?.url).href;
      const whole = await ask(url);
      expect(whole.body.equals(renditions[0]?.segments[0] ?? Buffer.of())).toBe(true);
      const part = await ask(url, { headers: { Range: "bytes=10-19" } });
      expect(part).toMatchObject({ status: 206, body: whole.body.subarray(10, 20) });
      const known = { "If-None-Match": whole.headers["etag"] ?? "" };
      expect((await ask(url, { headers: known })).status).toBe(304);
      const packed = await ask(main, { headers: { "Accept-Encoding": "gzip" } });
      expect(packed.headers["content-encoding"]).toBe("gzip");
      const head = await ask(url, { method: "HEAD" });
      expect(head.headers["content-length"]).toBe(String(whole.body.length));
    });
  });

  test("while the store is away streaming is alive but not ready, and is ready again by itself", async () => {
    await behind("streaming", async ({ url }) => {
      const readiness = async () => (await fetch(`${url}/_/ready`)).status;
      proxy.freeze();
      await expect.poll(readiness).toBe(503);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      proxy.thaw();
      proxy.cut();
      await expect.poll(readiness).toBe(200);
    });
  });

  test("told to end under load, it finishes every answer that it has begun", async () => {
    const { id } = await behind("crud", aSongIn);
    const leaving = await startWatched(apps.streaming, env);
    const [rendition] = await readSong(`${leaving.url}/${id}/main.m3u8`);
    const url = new URL("1.m4s", rendition?.url).href;
    const asking = Array.from({ length: 50 }, () => once(get(url, { agent: false }), "response"));
    const begun = (await Promise.all(asking)) as [IncomingMessage][];
    const ended = leaving.stop();
    const lengths = begun.map(async ([message]) => (await buffer(message)).length);
    const whole = rendition?.segments[1]?.length;
    expect(await Promise.all(lengths)).toEqual(Array(50).fill(whole));
    expect(await ended).not.toBe(0);
  });
});
