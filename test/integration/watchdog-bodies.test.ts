/** Long bodies and long waits through of-watchdog. */
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import type { Changes, Song } from "../../api-client/contract.ts";
import {
  type BehindWatchdog,
  canWatch,
  openBehindWatchdog,
  songIn,
  uploadTo,
} from "../support/behind-watchdog.ts";
import { slowBody } from "../support/slow.ts";
import { made } from "../support/sound.ts";
import type { Watched } from "../support/watched.ts";
import { ask } from "../support/wire.ts";

const mongodbUri = inject("mongodbUri");
const skipped = !canWatch(mongodbUri);

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** An m4a whose index should come at the end: nobody prepares it before, so that this is about its bytes. */
const large = (): Buffer => {
  const bytes = randomBytes(200_000_000);
  bytes.writeUInt32BE(24, 0);
  bytes.write("ftypM4A \0\0\0\0M4A isom", 4, "latin1");
  bytes.writeUInt32BE(bytes.length - 24, 24);
  bytes.write("mdat", 28, "latin1");
  return bytes;
};

const openRequests = async ({ url }: Watched): Promise<number> => {
  const text = (await ask(`${url}/metrics`)).body.toString();
  return Number(/^segue_http_requests_open (\d+)$/m.exec(text)?.[1]);
};

const changes = async ({ url }: Watched, query: string): Promise<Changes> =>
  (await (await fetch(`${url}/changes?${query}`)).json()) as Changes;

/** The id of the song whose upload is under way; others may be prepared meanwhile. */
const uploading = ({ url }: Watched): Promise<string> =>
  vi.waitUntil(
    async () => {
      const songs = (await (await fetch(`${url}/songs?state=uploading`)).json()) as Song[];
      return songs[0]?.id;
    },
    { timeout: 60_000 },
  );

describe.skipIf(skipped)("through of-watchdog (needs fwatchdog, and a MongoDB)", () => {
  let functions: BehindWatchdog;
  beforeAll(async () => {
    functions = await openBehindWatchdog(mongodbUri);
  });
  afterAll(() => functions.close());

  test("200 MB go up as a stream, and come back as they were, whole, in part, or given up", async () => {
    const file = large();
    await functions.use("crud", async (crud) => {
      const body = slowBody(file);
      body.allow();
      const answer = await uploadTo(crud, body);
      expect(answer.status).toBe(201);
      const { id } = (await answer.json()) as Song;
      const original = `${crud.url}/songs/${id}/original`;
      const back = await ask(original);
      expect(sha256(back.body)).toBe(sha256(file));
      expect(back.headers["content-length"]).toBe(String(file.length));

      const [from, to] = [150_000_000, 150_999_999];
      const part = await ask(original, { headers: { Range: `bytes=${from}-${to}` } });
      expect(part.status).toBe(206);
      expect(sha256(part.body)).toBe(sha256(file.subarray(from, to + 1)));

      const asking = get(original, { agent: false });
      const [message] = (await once(asking, "response")) as [IncomingMessage];
      await once(message, "data");
      message.destroy();
      // This question of its own is one.
      await expect.poll(() => openRequests(crud)).toBe(1);
      await expect.poll(async () => (await songIn(crud, id)).state).toBe("failed");
    });
  });

  test("who goes away in the middle of an upload leaves a song that says so", async () => {
    const wav = await made("-f lavfi -i anoisesrc=d=20:r=44100:seed=3 -ac 2", "wav");
    await functions.use("crud", async (crud) => {
      const body = slowBody(wav);
      const line = new AbortController();
      const uploaded = uploadTo(crud, body, { signal: line.signal }).catch(() => "gone");
      body.allow(wav.length / 2);
      const id = await uploading(crud);
      line.abort();
      body.breakOff();
      expect(await uploaded).toBe("gone");
      await expect.poll(async () => (await songIn(crud, id)).state).toBe("failed");
      const { reason } = await songIn(crud, id);
      expect(reason?.type).toBe("urn:segue:problem:upload-interrupted");
      await expect.poll(() => openRequests(crud)).toBe(1);
    });
  });

  test("a long poll is answered as soon as there is something, else at its end", async () => {
    const wav = await made("-f lavfi -i sine=d=5", "wav");
    await functions.use("crud", async (crud) => {
      const { cursor } = await changes(crud, "");
      const empty = await changes(crud, `after=${cursor}&wait=1`);
      expect(empty.songs).toEqual([]);
      const waiting = changes(crud, `after=${empty.cursor}&wait=30`);
      const { id } = (await (await uploadTo(crud, wav)).json()) as Song;
      expect((await waiting).songs.map((song) => song.id)).toContain(id);
    });
  });

  test("with all its places taken it is alive, not ready, and tells others to come again", async () => {
    const use = async (crud: Watched): Promise<void> => {
      const status = async (path: string) => (await ask(`${crud.url}${path}`)).status;
      const { cursor } = await changes(crud, "");
      let holds = true;
      const hold = async (): Promise<void> => {
        while (holds) await status(`/changes?after=${cursor}&wait=5`);
      };
      const held = hold();
      await expect.poll(() => status("/songs")).toBe(429);
      await expect.poll(() => status("/_/ready")).toBe(429);
      expect(await status("/_/health")).toBe(200);
      holds = false;
      await held;
      await expect.poll(() => status("/_/ready")).toBe(200);
    };
    await functions.use("crud", use, { max_inflight: "1" });
  });

  test("what the watchdog's time is up for is let go, and the function goes on", async () => {
    const settings = { exec_timeout: "1s", read_timeout: "1s", write_timeout: "1s" };
    const use = async (crud: Watched): Promise<void> => {
      const { cursor } = await changes(crud, "");
      const late = await ask(`${crud.url}/changes?after=${cursor}&wait=30`).catch(() => undefined);
      expect(late?.status ?? 504).toBe(504);
      await expect.poll(() => openRequests(crud)).toBe(1);
      expect((await ask(`${crud.url}/songs`)).status).toBe(200);
    };
    await functions.use("crud", use, settings);
  });
});
