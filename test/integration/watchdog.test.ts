/** The functions as they run on OpenFaaS: bundled as for their images, behind of-watchdog. */
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import {
  aSongIn,
  type BehindWatchdog,
  canWatch,
  names,
  openBehindWatchdog,
  uploadTo,
} from "../support/behind-watchdog.ts";
import { readSong } from "../support/hls.ts";
import { expectProblem } from "../support/problems.ts";
import { ask } from "../support/wire.ts";

const mongodbUri = inject("mongodbUri");
const skipped = !canWatch(mongodbUri);

describe.skipIf(skipped)("behind of-watchdog (needs fwatchdog on PATH, and a MongoDB)", () => {
  let functions: BehindWatchdog;
  beforeAll(async () => {
    functions = await openBehindWatchdog(mongodbUri);
  });
  afterAll(() => functions.close());

  test.each(names)(
    "%s is alive and ready, and ends with an error as the watchdog wants it",
    async (name) => {
      const watched = await functions.start(name);
      for (const path of ["/healthz", "/_/ready", "/_/health"])
        expect((await fetch(`${watched.url}${path}`)).status).toBe(200);
      expect(await watched.stop()).not.toBe(0);
    },
  );

  test("the player answers the path of a view with its page", async () => {
    const type = await functions.use("player", async ({ url }) =>
      (await fetch(`${url}/songs`)).headers.get("Content-Type"),
    );
    expect(type).toContain("text/html");
  });

  test("crud refuses as problems what is no sound, and who has no token", async () => {
    await functions.use("crud", async (crud) => {
      await expectProblem(await uploadTo(crud, Buffer.from("no sound")), 415, "not-audio");
      const nobody = await uploadTo(crud, Buffer.from("no sound"), { Authorization: "" });
      await expectProblem(nobody, 401, "token-needed");
    });
  });

  test("a song goes all the way, and is served with ranges, codings and conditions", async () => {
    const { id } = await functions.use("crud", aSongIn);
    await functions.use("streaming", async (streaming) => {
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
    await functions.use("streaming", async ({ url }) => {
      const readiness = async () => (await fetch(`${url}/_/ready`)).status;
      functions.line.freeze();
      await expect.poll(readiness).toBe(503);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      functions.line.thaw();
      functions.line.cut();
      await expect.poll(readiness).toBe(200);
    });
  });

  test("told to end under load, it finishes every answer that it has begun", async () => {
    const { id } = await functions.use("crud", aSongIn);
    const leaving = await functions.start("streaming");
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
