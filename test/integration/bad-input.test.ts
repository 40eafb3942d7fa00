/** Whatever is sent that is no song, or no proper request: a clear problem, once in the log, and the server goes on. */
import { connect } from "node:net";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Song } from "../../api-client/contract.ts";
import { expectProblem } from "../support/problems.ts";
import {
  getSong,
  ingest,
  isDone,
  post,
  type Server,
  startServer,
  until,
  upload,
} from "../support/server.ts";
import { ffmpeg, made } from "../support/sound.ts";

let server: Server;
let wav: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  server = await startServer({ env: { SEGUE_MAX_HOURS: "0.005" } });
  wav = new Uint8Array(await made("-f lavfi -i sine=440:d=3:r=44100 -ac 2", "wav"));
});
afterAll(() => server.stop());

/** The server still takes a song, and nothing that failed can be played. */
afterEach(async () => {
  const songs = (await (await fetch(server.crud("songs?limit=500"))).json()) as Song[];
  for (const song of songs) if (song.state === "failed") expect(song.playable).toBe(false);
  expect((await fetch(`${server.url}/function/crud/readyz`)).status).toBe(200);
});

const requestsLogged = (id: string | null) =>
  server.log.filter(({ requestId, msg }) => requestId === id && msg === "request");

describe("a body that is no song", () => {
  test.each([
    ["nothing", 400, "empty-upload", Buffer.alloc(0)],
    ["text", 415, "not-audio", Buffer.from("Dear Sir or Madam,")],
    ["a picture", 415, "not-audio", Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1")],
    ["an archive", 415, "not-audio", Buffer.from("PK\x03\x04\x14\0", "latin1")],
    ["a playlist", 415, "not-audio", Buffer.from("#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:1/a.ts")],
    [
      "a script for ffmpeg",
      415,
      "not-audio",
      Buffer.from("ffconcat version 1.0\nfile '/etc/passwd'\n"),
    ],
    ["zeros", 415, "not-audio", Buffer.alloc(200_000)],
  ])("%s is refused at once, and there is no song", async (_, status, slug, body) => {
    const before = (await (await fetch(server.crud("songs"))).json()) as Song[];
    const response = await post(server, new Uint8Array(body), { query: { filename: "song.mp3" } });
    const { detail } = await expectProblem(response, status, slug);
    expect(detail).toMatch(/[Ss]end/);
    expect(await (await fetch(server.crud("songs"))).json()).toEqual(before);
    expect(requestsLogged(response.headers.get("X-Call-Id"))).toHaveLength(1);
  });

  test("an endless one is refused before its end", async () => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.on("error", () => {});
    socket.write(
      "POST /function/crud/songs HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n",
    );
    socket.write("Content-Type: application/octet-stream\r\n\r\n10000\r\n");
    socket.write(Buffer.alloc(0x10000, "text "));
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(String(answer)).toContain("415");
    const block = Buffer.concat([Buffer.from("\r\n100000\r\n"), Buffer.alloc(0x100000)]);
    const closed = new Promise((resolve) => socket.once("close", resolve));
    for (let n = 0; n < 40 && !socket.destroyed; n++)
      if (!socket.write(block)) await Promise.race([once(socket, "drain").catch(() => {}), closed]);
    await closed;
  });
});

describe("a file that is found to be faulty later", () => {
  const cut = (bytes: Buffer): Buffer => bytes.subarray(0, Math.floor(bytes.length / 2));
  const long = "-f lavfi -i sine=440:d=12:r=44100 -ac 2";
  const picture = "-f lavfi -i testsrc=d=2:s=64x64 -f lavfi -i sine=440:d=2";

  test.each<[string, string, () => Promise<Buffer>]>([
    ["half a flac", "truncated", async () => cut(await made(long, "flac"))],
    ["half a wav", "truncated", async () => cut(await made(long, "wav"))],
    ["half an mp3", "truncated", async () => cut(await made(`${long} -c:a libmp3lame`, "mp3"))],
    ["half an m4a", "truncated", async () => cut(await made(long, "m4a"))],
    [
      "half an m4a, index in front",
      "truncated",
      async () => cut(await made(`${long} -movflags +faststart`, "m4a")),
    ],
    ["half an ogg", "truncated", async () => cut(await made(long, "ogg"))],
    ["half an aiff", "truncated", async () => cut(await made(long, "aiff"))],
    ["a wav of no length", "no-sound", async () => (await made(long, "wav")).subarray(0, 78)],
    ["a flac of no length", "no-sound", () => made("-f lavfi -i anullsrc=d=0", "flac")],
    ["a video", "video", () => made(`${picture} -c:v mpeg4 -c:a aac -shortest`, "mp4")],
    [
      "a video without sound",
      "video",
      () => made("-f lavfi -i testsrc=d=2:s=64x64 -c:v mpeg4", "mp4"),
    ],
    [
      "a video in matroska",
      "video",
      () => made(`${picture} -c:v mpeg4 -c:a flac -shortest`, "mkv"),
    ],
    ["a song over the limit", "too-long", () => made("-f lavfi -i sine=440:d=30:r=8000", "flac")],
    [
      "a song over the limit that does not say so",
      "too-long",
      () => made("-f lavfi -i sine=440:d=30:r=44100 -c:a aac -f adts", "aac"),
    ],
    [
      "garbage with a flac's beginning",
      "unreadable",
      async () => Buffer.concat([Buffer.from("fLaC"), Buffer.alloc(5_000, 0x55)]),
    ],
    [
      "garbage with an mp4's beginning",
      "truncated",
      async () => Buffer.concat([Buffer.from("\0\0\0\x18ftypM4A "), Buffer.alloc(5_000, 0x55)]),
    ],
  ])("%s fails: %s", async (_, slug, make) => {
    const song = await ingest(server, await make(), { query: { filename: "song.x" } });
    expect(song).toMatchObject({ state: "failed", playable: false, renditions: [], title: "song" });
    expect(song.reason?.type).toBe(`urn:segue:problem:${slug}`);
    expect(song.reason?.detail).toMatch(/[.?]$/);
    expect((await fetch(server.stream(song, "main.m3u8"))).status).toBe(404);
    const failures = server.log.filter(
      ({ songId, msg }) => songId === song.id && msg === "song failed",
    );
    expect(failures).toHaveLength(1);
  });

  test("a failed song can be tried again, and keeps its file", async () => {
    const file = cut(await made(long, "flac"));
    const song = await ingest(server, file);
    const again = await fetch(server.crud(`songs/${song.id}/encode`), { method: "POST" });
    expect(again.status).toBe(202);
    expect(await again.json()).toMatchObject({ state: "processing" });
    expect(await until(server, song.id, isDone)).toMatchObject({ state: "failed" });
    const original = await fetch(server.crud(`songs/${song.id}/original`));
    expect(Buffer.from(await original.arrayBuffer()).equals(file)).toBe(true);
  });
});

describe("absurd tags", () => {
  test("a title of a megabyte is shortened", async () => {
    const id3 = await ffmpeg("-f lavfi -i sine=440:d=1 -c:a libmp3lame -f mp3 pipe:1");
    const frame = Buffer.concat([
      Buffer.from("TIT2"),
      Buffer.alloc(4),
      Buffer.from([0, 0, 3]),
      Buffer.alloc(1_000_000, "long "),
    ]);
    const size = (length: number) => [21, 14, 7, 0].map((bits) => (length >> bits) & 0x7f);
    Buffer.from(size(frame.length - 10)).copy(frame, 4);
    const tag = Buffer.concat([Buffer.from("ID3\x04\0\0"), Buffer.from(size(frame.length)), frame]);
    const plain = id3.subarray(id3.indexOf(Buffer.from([0xff, 0xfb])));
    const song = await ingest(server, Buffer.concat([tag, plain]));
    expect(song.state).toBe("ready");
    expect(song.title.length).toBeLessThanOrEqual(500);
    expect(song.title.startsWith("long long")).toBe(true);
  });

  test.each([
    ["control characters", "a\u0001b\u001b[31mc", "ab[31mc"],
    ["right-to-left text", "أغنية المساء", "أغنية المساء"],
    ["emoji", "🎵 👩‍👩‍👧", "🎵 👩‍👩‍👧"],
    ["marks that turn text around", "a\u202Eb", "ab"],
  ])("%s are shown as far as they can be", async (_, title, expected) => {
    const body = await made("-f lavfi -i sine=440:d=1", "wav");
    const song = await upload(server, body, { query: { title } });
    expect(song.title).toBe(expected);
  });

  test.each([
    ["../../../etc/passwd", "passwd"],
    ["..", "Untitled"],
    ["", "Untitled"],
    ["C:\\a\\b.mp3", "b"],
  ])("a file named %j makes the title %j", async (filename, title) => {
    expect(await upload(server, wav, { query: { filename } })).toMatchObject({ title });
  });
});

describe("a request that is not as it should be", () => {
  const patch = (id: string, body: string, headers: Record<string, string> = {}) =>
    fetch(server.crud(`songs/${id}`), {
      method: "PATCH",
      body,
      headers: { "Content-Type": "application/json", ...headers },
    });
  const unknown = "A".repeat(21);

  test.each([
    ["songs/short", "GET"],
    [`songs/${unknown}`, "GET"],
    [`songs/${unknown}`, "DELETE"],
    [`songs/${unknown}/restore`, "POST"],
    [`songs/${unknown}/encode`, "POST"],
    [`songs/${unknown}/original`, "GET"],
  ])("%s by %s: an unknown song", async (path, method) => {
    await expectProblem(await fetch(server.crud(path), { method }), 404, "unknown-song");
  });

  test("a body that is no JSON, has unknown fields or wrong types is refused, and nothing changes", async () => {
    const { id } = await upload(server, wav, { query: { title: "Kept" } });
    for (const body of ["{title:", '"x"', "null"])
      await expectProblem(await patch(id, body), 400, "malformed-json");
    const unknownField = await expectProblem(
      await patch(id, '{"titel":"x"}'),
      400,
      "invalid-request",
    );
    expect(unknownField.errors?.[0]?.field).toBe("titel");
    for (const body of [
      '{"title":1}',
      '{"year":"1999"}',
      '{"year":1.5}',
      "[]",
      '{"title":""}',
      '{"title":"\\u0001"}',
    ])
      await expectProblem(await patch(id, body), 400, "invalid-request");
    await expectProblem(
      await patch(id, JSON.stringify({ title: "x".repeat(501) })),
      400,
      "invalid-request",
    );
    await expectProblem(
      await patch(id, JSON.stringify({ lyrics: "x".repeat(600_000) })),
      413,
      "body-too-large",
    );
    await expectProblem(
      await patch(id, "title=x", { "Content-Type": "text/plain" }),
      415,
      "unsupported-type",
    );
    await expectProblem(await patch(id, "{}", { "If-Match": "3" }), 400, "invalid-request");
    expect(await getSong(server, id)).toMatchObject({ title: "Kept", revision: 0 });
  });

  test.each([
    ["limit=0"],
    ["limit=501"],
    ["limit=many"],
    ["sort=colour"],
    ["order=up"],
    ["state=done"],
    ["cursor=garbage"],
    ["cursor=W10"],
    ["deleted=yes"],
    ["what=ever"],
    ["sort=title&sort=artist"],
    [`q=${"x".repeat(201)}`],
  ])("songs?%s", async (query) => {
    const { errors } = await expectProblem(
      await fetch(server.crud(`songs?${query}`)),
      400,
      "invalid-request",
    );
    expect(errors?.length).toBeGreaterThan(0);
  });

  test.each([
    ["changes?after=garbage"],
    ["changes?wait=-1"],
    ["changes?wait=1000"],
    ["artists?limit=0"],
    ["albums?cursor=x"],
  ])("%s", async (path) => {
    await expectProblem(await fetch(server.crud(path)), 400, "invalid-request");
  });

  test("a cursor of another order is refused", async () => {
    const page = await fetch(server.crud("songs?limit=1&sort=title"));
    const cursor = /cursor=([^&>]+)/.exec(page.headers.get("Link") ?? "")?.[1];
    expect(cursor).toBeDefined();
    await expectProblem(
      await fetch(server.crud(`songs?sort=artist&cursor=${cursor}`)),
      400,
      "invalid-request",
    );
  });

  test("an address longer than any is", async () => {
    const response = await fetch(server.crud(`songs?q=${"x".repeat(20_000)}`));
    await expectProblem(response, 431, "header-too-large");
  });

  /** What the server says to these bytes, until it closes the connection. */
  const answerTo = async (bytes: string): Promise<string> => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.write(bytes);
    let answer = "";
    socket.on("data", (data) => (answer += String(data)));
    await once(socket, "close");
    return answer;
  };

  test.each([
    ["what is not HTTP", "Hello?\r\n\r\n", 400, "invalid-request"],
    ["a request without Host", "GET /function/crud/songs HTTP/1.1\r\n\r\n", 400, "invalid-request"],
    [
      "a body whose chunks are none",
      "PATCH /function/crud/songs/x HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n",
      400,
      "invalid-request",
    ],
    [
      "a change whose body never comes",
      "PATCH /function/crud/songs/x HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
      408,
      "request-stalled",
    ],
    [
      "a picture that never comes",
      "PUT /function/crud/songs/x/cover HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 9\r\n\r\n{",
      408,
      "request-stalled",
    ],
    ["a head that never ends", "GET / HTTP/1.1\r\nHost: loc", 408, "request-stalled"],
  ])("%s", async (_, bytes, status, slug) => {
    const answer = await answerTo(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain("Content-Type: application/problem+json");
    expect(answer).toContain(`urn:segue:problem:${slug}"`);
  });

  test("an expectation that nobody knows is not met, and does no harm", async () => {
    const answer = await answerTo(
      "GET /function/crud/healthz HTTP/1.1\r\nHost: localhost\r\nExpect: miracles\r\nConnection: close\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
  });

  test.each([
    ["text/plain"],
    ["application/x-www-form-urlencoded"],
    ["multipart/form-data; boundary=x"],
    ["video/mp4"],
    ["audio"],
  ])("an upload of type %s", async (type) => {
    const response = await post(server, wav, { headers: { "Content-Type": type } });
    const { detail } = await expectProblem(response, 415, "unsupported-type");
    expect(detail).toContain("application/octet-stream");
  });

  test.each([["nosuchtag=1"], ["year=soon"], ["trackNumber=0"], [`title=${"x".repeat(501)}`]])(
    "an upload with ?%s",
    async (query) => {
      const response = await fetch(server.crud(`songs?${query}`), {
        method: "POST",
        body: wav,
        headers: { "Content-Type": "audio/wav" },
      });
      await expectProblem(response, 400, "invalid-request");
    },
  );

  test("a method that a path does not have says which it has", async () => {
    const response = await fetch(server.crud("songs"), { method: "DELETE" });
    expect(response.headers.get("Allow")).toBe("GET, HEAD, POST, OPTIONS");
    await expectProblem(response, 405, "method-not-allowed");
    const streamed = await fetch(server.stream({ id: unknown }, "main.m3u8"), { method: "PUT" });
    await expectProblem(streamed, 405, "method-not-allowed");
  });

  test.each([
    ["/function/crud/nothing"],
    ["/function/streaming/"],
    ["/function/nobody/x"],
    ["/elsewhere"],
    ["/function/streaming/a/parts/0000000000000000"],
    ["/function/streaming/%E0%A4%A/x"],
  ])("%s is not there", async (path) => {
    const response = await fetch(`${server.url}${path}`);
    expect([400, 404]).toContain(response.status);
    expect(await response.json()).toMatchObject({
      type: expect.stringContaining("urn:segue:problem:"),
    });
  });

  test("another page may read, and may not write", async () => {
    const headers = { Origin: "https://evil.example" };
    expect(
      (await fetch(server.crud("songs"), { headers })).headers.get("Access-Control-Allow-Origin"),
    ).toBe("*");
    const response = await post(server, wav, { headers });
    await expectProblem(response, 403, "foreign-origin");
    const preflight = await fetch(server.crud("songs"), { method: "OPTIONS", headers });
    expect(preflight.headers.get("Access-Control-Allow-Origin")).toBeNull();
  });

  test("a name that was made to point at this machine may not write", async () => {
    const { port } = new URL(server.url);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(
      `DELETE /function/crud/songs/${unknown} HTTP/1.1\r\nHost: evil.example:${port}\r\nConnection: close\r\n\r\n`,
    );
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(String(answer)).toContain("403");
    socket.destroy();
  });
});

describe("with tokens", () => {
  let guarded: Server;
  beforeAll(async () => {
    guarded = await startServer({ env: { SEGUE_TOKEN: "first-token\nsecond-token" } });
  });
  afterAll(() => guarded.stop());

  const upload = (authorization?: string) =>
    post(guarded, wav, {
      headers: authorization === undefined ? {} : { Authorization: authorization },
    });

  test("whoever has none, or a wrong one, reads and does not write", async () => {
    await expectProblem(await upload(), 401, "token-needed");
    for (const wrong of ["Bearer wrong", "Bearer first-token2", "Basic first-token"])
      expect((await upload(wrong)).status).toBe(401);
    await expectProblem(await upload("Bearer wrong-token"), 401, "token-wrong");
    expect(await (await fetch(guarded.crud("songs"))).json()).toEqual([]);
  });

  test("whoever has any of them writes, and no token is in the log", async () => {
    expect((await upload("Bearer first-token")).status).toBe(201);
    expect((await upload("bearer second-token")).status).toBe(201);
    expect(JSON.stringify(guarded.log)).not.toMatch(/first-token|second-token|wrong-token/);
  });
});
