/** Uploads that break off and go on: tus 1.0.0, by hand and by tus-js-client. */
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { Upload } from "tus-js-client";
import type { Song } from "../../api-client/contract.ts";
import { createBell } from "../../functions/core/ingest/bell.ts";
import { sweep } from "../../functions/core/ingest/janitor.ts";
import { newId } from "../../functions/core/song/ids.ts";
import { openSqliteStore } from "../../functions/core/store/sqlite.ts";
import { database } from "../support/mongodb.ts";
import { expectProblem } from "../support/problems.ts";
import { startRoughLine } from "../support/rough-line.ts";
import { getSong, isDone, post, type Server, startServer, until } from "../support/server.ts";
import { slowBody } from "../support/slow.ts";
import { made } from "../support/sound.ts";

type Bytes = Uint8Array<ArrayBuffer>;

let server: Server;
let dataDir: string;
let wav: Bytes;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "segue-tus-"));
  server = await startServer({ dataDir, env: { SEGUE_MAX_FILE_GB: "0.1" } });
  wav = new Uint8Array(await made("-f lavfi -i anoisesrc=d=20:r=44100:seed=7 -ac 2", "wav"));
});
afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true });
});

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const base64 = (text: string): string => Buffer.from(text).toString("base64");

const call = (method: string, url: string, headers: Record<string, string> = {}, body?: BodyInit) =>
  fetch(url, {
    method,
    headers: { "Tus-Resumable": "1.0.0", ...headers },
    ...(body !== undefined && { body }),
  });

const bytesType = "application/offset+octet-stream";

const create = async (
  length: number,
  headers: Record<string, string> = {},
  body?: BodyInit,
): Promise<Response> =>
  call("POST", server.crud("uploads"), { "Upload-Length": String(length), ...headers }, body);

const addressOf = (response: Response): string =>
  new URL(response.headers.get("Location") ?? "", response.url).href;

const created = async (length: number, headers?: Record<string, string>): Promise<string> => {
  const response = await create(length, headers);
  expect(response.status).toBe(201);
  return addressOf(response);
};

const append = (url: string, offset: number, body: BodyInit, headers = {}): Promise<Response> =>
  call(
    "PATCH",
    url,
    { "Upload-Offset": String(offset), "Content-Type": bytesType, ...headers },
    body,
  );

const offsetAt = async (url: string): Promise<number> => {
  const response = await call("HEAD", url);
  expect(response.status).toBe(200);
  return Number(response.headers.get("Upload-Offset"));
};

const idOf = (url: string): string => url.split("/").at(-1) ?? "";

const originalOf = async (of: Server, id: string): Promise<Buffer> => {
  const response = await fetch(of.crud(`songs/${id}/original`));
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
};

const listed = async (query = ""): Promise<string[]> => {
  const songs = (await (await fetch(server.crud(`songs?limit=500&${query}`))).json()) as Song[];
  return songs.map(({ id }) => id);
};

/** What has been sent of a body that is not at its end. */
const startPatch = (url: string, offset: number, bytes: Bytes, allowed: number) => {
  const body = slowBody(bytes);
  body.allow(allowed);
  const headers = { "Upload-Offset": String(offset), "Content-Type": bytesType };
  const answer = fetch(url, {
    method: "PATCH",
    headers: { "Tus-Resumable": "1.0.0", ...headers },
    body: body as unknown as BodyInit,
    duplex: "half",
  } as RequestInit).catch((error: Error) => error);
  return { body, answer };
};

describe("the protocol", () => {
  test("says what it can", async () => {
    for (const path of ["uploads", "uploads/x"]) {
      const response = await fetch(server.crud(path), { method: "OPTIONS" });
      expect(response.status).toBe(204);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "tus-version": "1.0.0",
        "tus-resumable": "1.0.0",
        "tus-extension": "creation,creation-with-upload,termination,expiration",
        "tus-max-size": "100000000",
      });
      expect(response.headers.get("Access-Control-Allow-Origin")).toBeNull();
    }
  });

  test("an upload in pieces becomes a song with the tags it was announced with", async () => {
    const metadata = `filename ${base64("Möwe.wav")},filetype ${base64("audio/wav")},title ${base64("Gulls 🎵")},artist,relativePath ${base64("null")}`;
    const response = await create(wav.length, { "Upload-Metadata": metadata });
    expect(response.status).toBe(201);
    expect(response.headers.get("Tus-Resumable")).toBe("1.0.0");
    expect(response.headers.get("Location")).toMatch(/^uploads\/[\w-]{21}$/);
    const expires = Date.parse(response.headers.get("Upload-Expires") ?? "");
    expect((expires - Date.now()) / 3_600_000).toBeCloseTo(24, 1);
    const url = addressOf(response);

    expect(await getSong(server, idOf(url))).toMatchObject({
      state: "uploading",
      title: "Gulls 🎵",
      filename: "Möwe.wav",
      uploaded: 0,
    });
    const first = await append(url, 0, wav.subarray(0, 1_000_000));
    expect(first.status).toBe(204);
    expect(first.headers.get("Upload-Offset")).toBe("1000000");
    expect(first.headers.get("Upload-Expires")).not.toBeNull();
    const head = await call("HEAD", url);
    expect(Object.fromEntries(head.headers)).toMatchObject({
      "upload-offset": "1000000",
      "upload-length": String(wav.length),
      "upload-metadata": metadata,
      "cache-control": "no-store",
    });
    const last = await append(url, 1_000_000, wav.subarray(1_000_000));
    expect(last.headers.get("Upload-Offset")).toBe(String(wav.length));
    expect(last.headers.get("Upload-Expires")).toBeNull();
    const song = await until(server, idOf(url), isDone);
    expect(song).toMatchObject({ state: "ready", duration: 20, title: "Gulls 🎵" });
    expect(sha256(await originalOf(server, song.id))).toBe(sha256(wav));
    expect(await offsetAt(url)).toBe(wav.length);
  });

  test("the first bytes may come with the creation", async () => {
    const response = await create(
      wav.length,
      { "Content-Type": bytesType },
      wav.subarray(0, 500_000),
    );
    expect(response.status).toBe(201);
    expect(response.headers.get("Upload-Offset")).toBe("500000");
    const url = addressOf(response);
    expect((await append(url, 500_000, wav.subarray(500_000))).status).toBe(204);
    expect(sha256(await originalOf(server, idOf(url)))).toBe(sha256(wav));
  });

  test("a song is playable while its upload has stopped", async () => {
    const url = await created(wav.length);
    await append(url, 0, wav.subarray(0, 2_500_000));
    const song = await until(server, idOf(url), ({ playable }) => playable);
    expect(song.state).toBe("uploading");
    await append(url, 2_500_000, wav.subarray(2_500_000));
    expect(await until(server, song.id, isDone)).toMatchObject({ state: "ready", duration: 20 });
  });

  test("whoever asks for uploads with a slash is led to the same place", async () => {
    const response = await call("POST", server.crud("uploads/"), { "Upload-Length": "9" });
    expect(new URL(addressOf(response)).pathname).toMatch(/^\/function\/crud\/uploads\/[\w-]{21}$/);
  });

  test("POST stands in for methods that a network does not let through", async () => {
    const url = await created(wav.length);
    const override = (method: string, headers: Record<string, string>, body?: BodyInit) =>
      call("POST", url, { "X-HTTP-Method-Override": method, ...headers }, body);
    const headers = { "Upload-Offset": "0", "Content-Type": bytesType };
    const response = await override("PATCH", headers, wav.subarray(0, 300_000));
    expect(response.status).toBe(204);
    expect(response.headers.get("Upload-Offset")).toBe("300000");
    expect((await override("DELETE", {})).status).toBe(204);
    expect((await call("HEAD", url)).status).toBe(410);
  });

  test("termination leaves nothing, tells whoever follows, and cannot be undone", async () => {
    const url = await created(wav.length);
    await append(url, 0, wav.subarray(0, 1_000_000));
    const { cursor } = (await (await fetch(server.crud("changes"))).json()) as { cursor: string };
    const response = await call("DELETE", url);
    expect(response.status).toBe(204);
    expect(response.headers.get("Tus-Resumable")).toBe("1.0.0");
    const id = idOf(url);
    const changes = await fetch(server.crud(`changes?after=${cursor}&wait=5`));
    const { songs } = (await changes.json()) as { songs: Song[] };
    expect(songs.find((song) => song.id === id)?.deletedAt).toBeDefined();
    expect(await listed()).not.toContain(id);
    expect(await listed("deleted=true")).not.toContain(id);
    await expectProblem(await append(url, 1_000_000, wav), 410, "upload-gone");
    expect((await fetch(server.crud(`songs/${id}/restore`), { method: "POST" })).status).toBe(410);
  });

  test("an upload that nobody has gone on with for a day is gone; one that somebody has is not", async () => {
    const [silent, busy] = [await created(wav.length), await created(wav.length)];
    await append(silent, 0, wav.subarray(0, 1_000_000));
    const store = openSqliteStore(dataDir);
    await store.songs.update(idOf(silent), { set: { expiresAt: Date.now() - 1 } });
    expect((await call("HEAD", silent)).status).toBe(410);
    const bell = createBell();
    const doors = { store, bell, log: { info: () => {}, warn: () => {}, error: () => {} } };
    // Whoever prepares it may store one more chunk before he notices: the janitor looks again.
    await expect
      .poll(async () => {
        while ((await sweep(doors, Date.now())) > 0);
        await store.songs.update(idOf(silent), { set: { expiresAt: Date.now() - 1 } });
        return store.chunks.list(idOf(silent), "");
      })
      .toEqual([]);
    await store.close();
    await expectProblem(await append(silent, 1_000_000, wav), 410, "upload-gone");
    expect(await listed()).not.toContain(idOf(silent));
    expect((await append(busy, 0, wav)).status).toBe(204);
  });

  test("termination of what is complete deletes the song, and it can be restored", async () => {
    const url = await created(wav.length);
    await append(url, 0, wav);
    expect((await call("DELETE", url)).status).toBe(204);
    expect(await listed("deleted=true")).toContain(idOf(url));
  });
});

describe("what is refused", () => {
  const unknown = () => server.crud(`uploads/${"A".repeat(21)}`);

  test("another version of tus, or none: 412, with the one that is spoken", async () => {
    const url = await created(wav.length);
    for (const headers of [{ "Tus-Resumable": "0.2.2" }, {}] as Record<string, string>[]) {
      const response = await fetch(url, {
        method: "PATCH",
        headers: { "Upload-Offset": "0", "Content-Type": bytesType, ...headers },
        body: wav,
      });
      expect(response.headers.get("Tus-Version")).toBe("1.0.0");
      expect(response.headers.get("Tus-Resumable")).toBe("1.0.0");
      await expectProblem(response, 412, "tus-version");
    }
    expect(await offsetAt(url)).toBe(0);
  });

  test("bytes for another place: 409, with the place it has come to", async () => {
    const url = await created(wav.length);
    await append(url, 0, wav.subarray(0, 300_000));
    for (const offset of [0, 299_999, 300_001]) {
      const response = await append(url, offset, wav.subarray(offset, offset + 10));
      expect(response.headers.get("Upload-Offset")).toBe("300000");
      await expectProblem(response, 409, "upload-elsewhere");
    }
    await expectProblem(await append(url, -1, wav), 400, "invalid-request");
    expect(await offsetAt(url)).toBe(300_000);
  });

  test("bytes of another type: 415", async () => {
    const url = await created(wav.length);
    for (const type of ["application/octet-stream", "audio/wav", ""])
      await expectProblem(
        await append(url, 0, wav, { "Content-Type": type }),
        415,
        "unsupported-type",
      );
    const creation = await create(wav.length, { "Content-Type": "audio/wav" }, wav);
    await expectProblem(creation, 415, "unsupported-type");
    expect(await offsetAt(url)).toBe(0);
  });

  test("more than was announced, and more than is taken at all: 413", async () => {
    const url = await created(1_000_000);
    await expectProblem(await append(url, 0, wav), 413, "body-too-large");
    expect(await offsetAt(url)).toBe(0);
    // Behind a watchdog nobody knows before how long a body is.
    const { body, answer } = startPatch(url, 0, wav, Infinity);
    body.allow();
    await expectProblem((await answer) as Response, 413, "body-too-large");
    expect(await offsetAt(url)).toBeLessThan(1_000_000);
    await expectProblem(await create(100_000_001), 413, "file-too-large");
    await expectProblem(await create(2 ** 60), 400, "invalid-request");
  });

  test("what is unknown, or no upload: 404", async () => {
    await expectProblem(await append(unknown(), 0, wav), 404, "unknown-upload");
    expect((await call("HEAD", unknown())).status).toBe(404);
    await expectProblem(await call("DELETE", server.crud("uploads/x")), 404, "unknown-upload");
    const song = (await (await post(server, wav)).json()) as Song;
    const url = server.crud(`uploads/${song.id}`);
    await expectProblem(await append(url, 0, wav), 404, "unknown-upload");
  });

  test.each<[string, number, string, Record<string, string>]>([
    ["no length", 400, "invalid-request", { "Upload-Length": "" }],
    ["a length that is no number", 400, "invalid-request", { "Upload-Length": "many" }],
    [
      "a length that is to follow",
      400,
      "invalid-request",
      { "Upload-Defer-Length": "1", "Upload-Length": "" },
    ],
    ["no bytes at all", 400, "empty-upload", { "Upload-Length": "0" }],
    ["metadata that is none", 400, "invalid-request", { "Upload-Metadata": "title Björk" }],
    [
      "a year that is none",
      400,
      "invalid-request",
      { "Upload-Metadata": `year ${base64("soon")}` },
    ],
    [
      "a fingerprint that is none",
      400,
      "invalid-request",
      { "Upload-Metadata": `fingerprint ${base64("1-ab")}` },
    ],
    [
      "a fingerprint of another length",
      400,
      "invalid-request",
      { "Upload-Metadata": `fingerprint ${base64(`5-${"a".repeat(64)}`)}` },
    ],
  ])("a creation with %s: %i, and there is no song", async (_, status, slug, headers) => {
    const before = await listed();
    await expectProblem(
      await call("POST", server.crud("uploads"), { "Upload-Length": "9", ...headers }),
      status,
      slug,
    );
    expect(await listed()).toEqual(before);
  });

  test("what is no sound: 415 at once, and nothing is kept", async () => {
    const picture = Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1");
    const before = await listed();
    const headers = { "Content-Type": bytesType };
    await expectProblem(await create(5_000_000, headers, picture), 415, "not-audio");
    const url = await created(5_000_000);
    const { answer } = startPatch(url, 0, new Uint8Array(Buffer.alloc(4_000_000, picture)), 65_536);
    await expectProblem((await answer) as Response, 415, "not-audio");
    expect((await call("HEAD", url)).status).toBe(410);
    expect(await listed()).toEqual(before);
    expect((await fetch(server.crud(`songs/${idOf(url)}`))).status).toBe(410);
  });

  test("what turns out to be no sound byte by byte, as well", async () => {
    const text = Buffer.alloc(70_000, "Dear Sir or Madam, ");
    const url = await created(text.length);
    let offset = 0;
    let answer = await append(url, 0, text.subarray(0, 1_000));
    while (answer.status === 204) {
      offset = Number(answer.headers.get("Upload-Offset"));
      answer = await append(url, offset, text.subarray(offset, offset + 9_000));
    }
    await expectProblem(answer, 415, "not-audio");
    expect(offset).toBeLessThan(65_536);
    expect((await call("HEAD", url)).status).toBe(410);
  });

  test("other methods: 405", async () => {
    const put = await call("PUT", server.crud("uploads/x"));
    expect(put.headers.get("Allow")).toBe("HEAD, PATCH, DELETE, OPTIONS");
    await expectProblem(put, 405, "method-not-allowed");
    await expectProblem(await call("GET", server.crud("uploads")), 405, "method-not-allowed");
  });

  test("whoever has no token, and pages of others", async () => {
    const guarded = await startServer({ env: { SEGUE_TOKEN: "first-token" } });
    const url = guarded.crud("uploads");
    const headers = { "Upload-Length": "9" };
    await expectProblem(await call("POST", url, headers), 401, "token-needed");
    const token = { Authorization: "Bearer first-token" };
    const response = await call("POST", url, { ...headers, ...token });
    expect(response.status).toBe(201);
    expect((await call("HEAD", addressOf(response))).status).toBe(401);
    expect((await call("HEAD", addressOf(response), token)).status).toBe(200);
    await guarded.stop();
    const origin = { Origin: "https://evil.example" };
    await expectProblem(await create(9, origin), 403, "foreign-origin");
  });
});

describe("a line that breaks", () => {
  test("what came of a piece before the break is kept", async () => {
    const url = await created(wav.length);
    const { body, answer } = startPatch(url, 0, wav, 1_200_000);
    await expect.poll(() => offsetAt(url)).toBe(1_200_000);
    body.breakOff();
    await answer;
    expect(await offsetAt(url)).toBe(1_200_000);
    expect((await append(url, 1_200_000, wav.subarray(1_200_000))).status).toBe(204);
    expect(sha256(await originalOf(server, idOf(url)))).toBe(sha256(wav));
  });

  test("an upload that the old line still adds to goes on by the new one", async () => {
    const url = await created(wav.length);
    const old = startPatch(url, 0, wav, 700_000);
    await expect.poll(() => offsetAt(url)).toBe(700_000);
    const renewed = startPatch(url, 700_000, wav.subarray(700_000), 300_000);
    await expect.poll(() => offsetAt(url)).toBe(1_000_000);
    old.body.allow();
    renewed.body.allow();
    const answers = await Promise.all([old.answer, renewed.answer]);
    for (const answer of answers) expect((answer as Response).status).toBe(204);
    expect(sha256(await originalOf(server, idOf(url)))).toBe(sha256(wav));
  });

  test("of two senders with other bytes, one gets through and the other is told", async () => {
    const other = new Uint8Array(wav);
    other.fill(1, 5_000);
    const second = await startServer({ dataDir });
    const url = await created(wav.length);
    const urls = [url, second.crud(`uploads/${idOf(url)}`)];
    const files = [wav, other];
    const answers = await Promise.all(files.map((bytes, n) => append(urls[n] ?? "", 0, bytes)));
    await second.stop();
    const statuses = answers.map(({ status }) => status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([204, 409]);
    const winner = files[statuses.indexOf(204)] as Bytes;
    expect(sha256(await originalOf(server, idOf(url)))).toBe(sha256(winner));
  });
});

type Replicas = { readonly servers: readonly Server[]; end(): Promise<void> };

const replicas = async (env: Record<string, string>): Promise<Replicas> => {
  const folder = await mkdtemp(join(tmpdir(), "segue-tus-"));
  const servers = [
    await startServer({ dataDir: folder, env }),
    await startServer({ dataDir: folder, env }),
  ];
  return {
    servers,
    async end() {
      await Promise.all(servers.map((one) => one.stop()));
      await rm(folder, { recursive: true });
    },
  };
};

describe("tus-js-client, two servers, and a line that breaks all the time", () => {
  const mongodbUri = inject("mongodbUri");
  const stores: [string, () => Record<string, string>][] = [["SQLite", () => ({})]];
  if (mongodbUri)
    stores.push(["MongoDB", () => ({ MONGODB_URI: database(mongodbUri, `segue-tus-${newId()}`) })]);

  test.each(stores)("%s: every byte arrives once, in order", async (_, env) => {
    const large = await made("-f lavfi -i anoisesrc=d=120:r=44100:seed=9 -ac 2", "wav");
    const { servers, end } = await replicas(env());
    const ports = servers.map(({ url }) => Number(new URL(url).port));
    const line = await startRoughLine({ ports, seed: 11, longest: 3_000_000 });
    const song = await new Promise<string>((resolve, reject) => {
      const upload: Upload = new Upload(large, {
        endpoint: `http://127.0.0.1:${line.port}/function/crud/uploads`,
        metadata: { filename: "rough.wav", filetype: "audio/wav", title: "Rough" },
        chunkSize: 2_000_000,
        retryDelays: Array(200).fill(5),
        onError: reject,
        onSuccess: () => resolve(idOf(upload.url ?? "")),
      });
      upload.start();
    });
    const [one, two] = servers as [Server, Server];
    const done = await until(one, song, isDone);
    expect(done).toMatchObject({ state: "ready", duration: 120, title: "Rough" });
    for (const replica of [one, two])
      expect(sha256(await originalOf(replica, song))).toBe(sha256(large));
    expect(line.cuts).toBeGreaterThan(5);
    await line.close();
    await end();
  });
});
