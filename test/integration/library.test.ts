/** The library over HTTP: lists, edits, deletions, changes; on SQLite and on MongoDB. */
import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { Album, Artist, Changes, Song, Stats } from "../../api-client/contract.ts";
import { newId } from "../../functions/core/song/ids.ts";
import { database } from "../support/mongodb.ts";
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
import { slowBody } from "../support/slow.ts";
import { made } from "../support/sound.ts";
import { ask } from "../support/wire.ts";

/** Streaming looks at a playlist again after a second. */
const patiently = { timeout: 20_000 };

type Kind = { readonly name: string; readonly env: Record<string, string> };

const mongodbUri = inject("mongodbUri");
const kinds: readonly Kind[] = [
  { name: "SQLite", env: {} },
  ...(mongodbUri === undefined
    ? []
    : [
        { name: "MongoDB", env: { MONGODB_URI: database(mongodbUri, `segue-library-${newId()}`) } },
      ]),
];

describe.each(kinds)("on $name", ({ env }) => {
  let server: Server;
  let tone: Buffer;

  beforeAll(async () => {
    server = await startServer({ env });
    tone = await made(
      "-f lavfi -i sine=440:d=3:r=44100 -metadata title=Tone -metadata artist=Sine -metadata album=Waves -metadata track=2/9 -metadata date=1999",
      "flac",
    );
  });
  afterAll(() => server.stop());

  const get = (path: string, init?: RequestInit) => fetch(server.crud(path), init);
  const list = async (query: string): Promise<Song[]> =>
    Song.array().parse(await (await get(`songs?${query}`)).json());
  const titles = async (query: string) => (await list(query)).map(({ title }) => title);
  const write = (
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ) =>
    get(path, {
      method,
      headers: { "Content-Type": "application/merge-patch+json", ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
  const named = (title: string, tags: Record<string, string> = {}) =>
    upload(server, tone, { query: { title, ...tags } });

  test("an upload answers with the song, where it is, and its file's tags once they are read", async () => {
    const response = await post(server, new Uint8Array(tone), {
      headers: { "Content-Type": "audio/flac" },
      query: { filename: "tone.flac" },
    });
    expect(response.status).toBe(201);
    const song = Song.parse(await response.json());
    const location = new URL(response.headers.get("Location") ?? "", response.url);
    expect(location.href).toBe(server.crud(`songs/${song.id}`));
    const ready = await until(server, song.id, isDone);
    expect(Song.parse(ready)).toMatchObject({
      state: "ready",
      title: "Tone",
      artist: "Sine",
      album: "Waves",
      trackNumber: 2,
      year: 1999,
      filename: "tone.flac",
      duration: 3,
      renditions: ["a64", "a128", "a256", "flac"],
      fingerprint: `${tone.length}-${createHash("sha256")
        .update(
          tone.length < 131_072
            ? tone
            : Buffer.concat([tone.subarray(0, 65_536), tone.subarray(-65_536)]),
        )
        .digest("hex")}`,
      uploaded: tone.length,
      hls: "main.m3u8",
      streaming: `../streaming/${song.id}/`,
    });
    expect(ready).not.toHaveProperty("progress");
    expect(ready.size).toBeGreaterThan(tone.length);
  });

  test("tags of the query count over the file's", async () => {
    const song = await ingest(server, tone, {
      query: { title: "Mine", trackNumber: "7", compilation: "true" },
    });
    expect(song).toMatchObject({
      title: "Mine",
      artist: "Sine",
      trackNumber: 7,
      compilation: true,
    });
  });

  test("lists go on by their Link, count when asked to, and hold start data when asked to", async () => {
    for (const n of [1, 2, 3, 4, 5]) await named(`Page ${n}`, { artist: "Pager" });
    const seen: string[] = [];
    let next: string | undefined = server.crud("songs?artist=PAGER&sort=title&limit=2&count=true");
    while (next !== undefined) {
      const response: Response = await fetch(next);
      expect(response.headers.get("X-Total-Count")).toBe("5");
      seen.push(...((await response.json()) as Song[]).map(({ title }) => title));
      const link: string | undefined = /<([^>]+)>; rel="next"/.exec(
        response.headers.get("Link") ?? "",
      )?.[1];
      next = link === undefined ? undefined : new URL(link, response.url).href;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5].map((n) => `Page ${n}`));
    expect(await titles("artist=pager&limit=1")).toEqual(["Page 5"]);
    expect(await titles("artist=pager&order=asc&limit=1")).toEqual(["Page 1"]);
    const leap = await get("songs?artist=pager&sort=title&limit=2&offset=1");
    expect(((await leap.json()) as Song[]).map(({ title }) => title)).toEqual(["Page 2", "Page 3"]);
    const behind = /<([^>]+)>; rel="next"/.exec(leap.headers.get("Link") ?? "")?.[1] ?? "";
    const after = (await (await fetch(new URL(behind, leap.url))).json()) as Song[];
    expect(after.map(({ title }) => title)).toEqual(["Page 4", "Page 5"]);
    const both = await fetch(`${new URL(behind, leap.url).href}&offset=1`);
    await expectProblem(both, 400, "invalid-request");
    const [song] = await list("artist=pager&limit=1&include=start");
    await until(server, song?.id ?? "", isDone);
    const [ready] = await list("artist=pager&limit=1&include=start");
    expect(ready?.start?.renditions.map(({ name }) => name)).toEqual(ready?.renditions);
    expect(await list("artist=pager&limit=1")).not.toContainEqual(
      expect.objectContaining({ start: expect.anything() }),
    );
  });

  test("lyrics come with a song, and with no list of songs", async () => {
    const cursor = Changes.parse(await (await get("changes")).json()).cursor;
    const { id } = await named("Sung", { lyrics: "La la la" });
    expect(await getSong(server, id)).toMatchObject({ lyrics: "La la la" });
    const listed = await list("q=sung&include=start");
    const changed = Changes.parse(await (await get(`changes?after=${cursor}`)).json()).songs;
    for (const songs of [listed, changed, await list("q=sung")]) {
      expect(songs.map((song) => song.id)).toContain(id);
      for (const song of songs) expect(song).not.toHaveProperty("lyrics");
    }
  });

  test("search finds words and their beginnings, and nothing for nothing", async () => {
    await named("Night Bus", { artist: "Óscar Árbol" });
    expect(await titles("q=oscar%20nig")).toEqual(["Night Bus"]);
    expect(await titles("q=scar")).toEqual([]);
    expect(await titles("q=%20-%20")).toEqual([]);
  });

  test("an edit changes tags, removes them, and counts its revision", async () => {
    const { id } = await named("Edit me", { genre: "Noise" });
    await until(server, id, isDone);
    const edited = await write(
      "PATCH",
      `songs/${id}`,
      { title: "Edited", genre: null, year: 2001 },
      { "If-Match": '"0"' },
    );
    expect(edited.status).toBe(200);
    expect(await edited.json()).toMatchObject({
      title: "Edited",
      year: 2001,
      revision: 1,
      artist: "Sine",
    });
    expect(await getSong(server, id)).not.toHaveProperty("genre");
    await expectProblem(
      await write("PATCH", `songs/${id}`, { title: "Late" }, { "If-Match": '"0"' }),
      412,
      "song-changed",
    );
    expect(await (await write("PATCH", `songs/${id}`, {})).json()).toMatchObject({
      title: "Edited",
      revision: 1,
    });
    expect(await (await write("PATCH", `songs/${id}`, { title: null })).json()).toMatchObject({
      title: "Untitled",
      revision: 2,
    });
    expect(await titles("q=edited")).toEqual([]);
  });

  test("of many edits of one revision at once, one succeeds", async () => {
    const { id } = await named("Contested");
    await until(server, id, isDone);
    const edits = Array.from({ length: 8 }, (_, n) =>
      write("PATCH", `songs/${id}`, { title: `By ${n}` }, { "If-Match": '"0"' }),
    );
    const statuses = (await Promise.all(edits)).map(({ status }) => status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, ...Array<number>(7).fill(412)]);
  });

  test("an edit while a song is prepared is kept", async () => {
    const { id } = await named("Early");
    expect((await write("PATCH", `songs/${id}`, { artist: "Edited" })).status).toBe(200);
    expect(await until(server, id, isDone)).toMatchObject({
      artist: "Edited",
      album: "Waves",
      state: "ready",
    });
  });

  test("a deleted song is gone from everywhere, and comes back as it was", async () => {
    const song = await ingest(server, tone, { query: { title: "Deleted" } });
    const main = server.stream(song, "main.m3u8");
    const before = await (await fetch(main)).text();
    expect((await write("DELETE", `songs/${song.id}`)).status).toBe(204);
    expect((await write("DELETE", `songs/${song.id}`)).status).toBe(204);
    await expectProblem(await get(`songs/${song.id}`), 410, "song-deleted");
    await expectProblem(
      await write("PATCH", `songs/${song.id}`, { title: "x" }),
      410,
      "song-deleted",
    );
    await expect.poll(async () => (await fetch(main)).status, patiently).toBe(404);
    expect(await titles("q=deleted")).toEqual([]);
    const [tombstone] = await list("deleted=true&limit=1");
    expect(tombstone?.deletedAt).toBeDefined();

    const restored = await write("POST", `songs/${song.id}/restore`);
    expect(await restored.json()).toMatchObject({ id: song.id, state: "ready", playable: true });
    await expect.poll(async () => (await fetch(main)).status, patiently).toBe(200);
    expect(await (await fetch(main)).text()).toBe(before);
    expect(await titles("q=deleted")).toEqual(["Deleted"]);
    expect((await write("POST", `songs/${song.id}/restore`)).status).toBe(200);
  });

  test("a song deleted while it is prepared goes on when it is restored", async () => {
    const long = await made("-f lavfi -i anoisesrc=d=60:r=44100:seed=2", "wav");
    const { id } = await upload(server, long, { query: { title: "Paused" } });
    await write("DELETE", `songs/${id}`);
    await write("POST", `songs/${id}/restore`);
    expect(await until(server, id, isDone)).toMatchObject({ state: "ready", duration: 60 });
  });

  test("encoded again, a song plays on, and then plays the new encoding", async () => {
    const song = await ingest(server, tone, { query: { title: "Again" } });
    const main = server.stream(song, "main.m3u8");
    const before = await (await fetch(main)).text();
    const answer = await write("POST", `songs/${song.id}/encode`);
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ state: "ready", playable: true });
    await expectProblem(await write("POST", `songs/${song.id}/encode`), 409, "song-busy");
    await expect
      .poll(async () => (await (await fetch(main)).text()) === before, patiently)
      .toBe(false);
    const after = await until(server, song.id, ({ peaks }) => peaks !== song.peaks);
    expect(after).toMatchObject({ state: "ready", duration: 3, renditions: song.renditions });
    const old = /^(\S+)\/a128/m.exec(before)?.[1];
    expect((await fetch(server.stream(song, `${old}/a128/media.m3u8`))).status).toBe(200);
  });

  test("changes tell of everything that happens, and of nothing that does not", async () => {
    let { cursor } = Changes.parse(await (await get("changes")).json());
    const idle = Changes.parse(await (await get(`changes?after=${cursor}`)).json());
    expect(idle.songs).toEqual([]);
    const waiting = get(`changes?after=${cursor}&wait=20`);
    const { id } = await named("Followed");
    const states: string[] = [];
    let answer = Changes.parse(await (await waiting).json());
    expect(answer.songs.map((song) => song.id)).toContain(id);
    for (;;) {
      for (const song of answer.songs)
        if (song.id === id) states.push(`${song.state} ${song.playable}`);
      if (states.at(-1) === "ready true") break;
      cursor = answer.cursor;
      answer = Changes.parse(await (await get(`changes?after=${cursor}&wait=20`)).json());
    }
    const order = [
      "uploading false",
      "processing false",
      "uploading true",
      "processing true",
      "ready true",
    ];
    const ranks = states.map((state) => order.indexOf(state));
    expect(ranks).not.toContain(-1);
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));

    cursor = answer.cursor;
    await write("DELETE", `songs/${id}`);
    const deleted = Changes.parse(await (await get(`changes?after=${cursor}&wait=20`)).json());
    expect(deleted.songs.find((song) => song.id === id)?.deletedAt).toBeDefined();
  });

  test("changes come in pages, and none is left out", async () => {
    const { cursor: start } = Changes.parse(await (await get("changes")).json());
    const songs = await Promise.all(Array.from({ length: 7 }, (_, n) => named(`Many ${n}`)));
    await Promise.all(songs.map(({ id }) => until(server, id, isDone)));
    const seen = new Set<string>();
    for (let cursor = start, pages = 0; pages < 50; pages++) {
      const answer = Changes.parse(await (await get(`changes?after=${cursor}&limit=2`)).json());
      if (answer.songs.length === 0) break;
      expect(answer.songs.length).toBeLessThanOrEqual(2);
      for (const song of answer.songs) seen.add(song.id);
      cursor = answer.cursor;
      if (songs.every(({ id }) => seen.has(id))) break;
    }
    expect(songs.filter(({ id }) => !seen.has(id))).toEqual([]);
  });

  test("a cursor from long ago has expired", async () => {
    const old = (Date.now() - 25 * 60 * 60_000).toString(36);
    await expectProblem(await get(`changes?after=${old}..`), 410, "cursor-expired");
  });

  test("what is long is gzipped for those who take it, and plain for others", async () => {
    const { id } = await ingest(server, tone);
    const plain = await ask(server.crud(`songs/${id}`));
    const packed = await ask(server.crud(`songs/${id}`), {
      headers: { "Accept-Encoding": "gzip" },
    });
    expect(plain.headers).not.toHaveProperty("content-encoding");
    expect(packed.headers).toMatchObject({
      "content-encoding": "gzip",
      "content-type": plain.headers["content-type"],
      vary: expect.stringContaining("Accept-Encoding"),
    });
    expect(packed.body.length).toBeLessThan(plain.body.length * 0.75);
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
  });

  test("the original comes back whole or in ranges, under its name", async () => {
    const song = await ingest(server, tone, {
      query: { filename: "Größe „1“.flac" },
      headers: { "Content-Type": "audio/flac" },
    });
    const whole = await get(`songs/${song.id}/original`);
    expect(Buffer.from(await whole.arrayBuffer()).equals(tone)).toBe(true);
    expect(whole.headers.get("Content-Type")).toBe("audio/flac");
    expect(whole.headers.get("Content-Length")).toBe(String(tone.length));
    expect(whole.headers.get("Content-Disposition")).toContain(
      `filename*=UTF-8''${encodeURIComponent("Größe „1“.flac")}`,
    );
    const etag = whole.headers.get("ETag") ?? "";
    expect(
      (
        await get(`songs/${song.id}/original`, {
          headers: { "If-None-Match": etag, "Cache-Control": "max-age=0" },
        })
      ).status,
    ).toBe(304);
    const range = await get(`songs/${song.id}/original`, { headers: { Range: "bytes=100-199" } });
    expect([range.status, range.headers.get("Content-Range")]).toEqual([
      206,
      `bytes 100-199/${tone.length}`,
    ]);
    expect(Buffer.from(await range.arrayBuffer()).equals(tone.subarray(100, 200))).toBe(true);
    const beyond = await get(`songs/${song.id}/original`, {
      headers: { Range: `bytes=${tone.length}-` },
    });
    expect([beyond.status, beyond.headers.get("Content-Range")]).toEqual([
      416,
      `bytes */${tone.length}`,
    ]);
    const resumed = (condition: string) =>
      get(`songs/${song.id}/original`, {
        headers: { Range: "bytes=100-199", "If-Range": condition },
      });
    expect((await resumed(etag)).status).toBe(206);
    expect((await resumed('"another"')).status).toBe(200);
    const head = await get(`songs/${song.id}/original`, { method: "HEAD" });
    expect([head.status, head.headers.get("Content-Length")]).toEqual([200, String(tone.length)]);
  });

  test("the same Idempotency-Key gives the same song", async () => {
    const headers = { "Idempotency-Key": newId() };
    const first = await upload(server, tone, { headers });
    const second = await upload(server, tone, { headers });
    expect(second.id).toBe(first.id);
    const other = await upload(server, tone, { headers: { "Idempotency-Key": newId() } });
    expect(other.id).not.toBe(first.id);
    await write("DELETE", `songs/${first.id}`);
    expect((await upload(server, tone, { headers })).id).not.toBe(first.id);
    await expectProblem(
      await post(server, new Uint8Array(tone), { headers: { "Idempotency-Key": "x".repeat(201) } }),
      400,
      "invalid-request",
    );
  });

  test("an upload that is repeated is answered when all of it was sent", async () => {
    const headers = { "Idempotency-Key": newId() };
    const { id } = await upload(server, tone, { headers });
    const body = slowBody(tone);
    let answered = false;
    const answer = post(server, body, { headers }).finally(() => (answered = true));
    body.allow(tone.length - 1);
    for (let n = 0; n < 10; n++) await getSong(server, id);
    expect(answered).toBe(false);
    body.allow();
    expect(await (await answer).json()).toMatchObject({ id });
  });

  test("a key whose upload is dead can be used again, before the janitor has come", async () => {
    const headers = { "Idempotency-Key": newId() };
    const body = slowBody(tone);
    const abort = new AbortController();
    const before = await list("limit=1");
    const answer = post(server, body, { headers, signal: abort.signal }).catch(() => {});
    body.allow(1_000);
    await expect
      .poll(async () => (await list("limit=1"))[0]?.id, patiently)
      .not.toBe(before[0]?.id);
    await expectProblem(await post(server, new Uint8Array(tone), { headers }), 409, "key-in-use");
    abort.abort();
    await answer;
    await expect
      .poll(async () => (await post(server, new Uint8Array(tone), { headers })).status, patiently)
      .toBe(201);
  });

  test("artists and albums are grouped, sorted and paged", async () => {
    const album = (title: string, artist: string, track: string, name: string) =>
      named(title, { artist, album: name, trackNumber: track });
    await album("A1", "Zoë Browse", "1", "Browse One");
    await album("A2", "ZOE BROWSE", "2", "Browse One");
    await album("B1", "Zoe Browse", "1", "Browse Two");
    await album("C1", "Zora Browse", "1", "Browse One");
    const all = Artist.array().parse(await (await get("artists?limit=500")).json());
    const browse = all.filter(({ name }) => /browse/i.test(name));
    expect(browse.map(({ songs, albums }) => [songs, albums])).toEqual([
      [3, 2],
      [1, 1],
    ]);
    const albums = Album.array().parse(await (await get("albums?limit=500")).json());
    const found = albums.filter(({ title }) => title.startsWith("Browse"));
    expect(found.map(({ title, songs }) => [title, songs])).toEqual([
      ["Browse One", 2],
      ["Browse One", 1],
      ["Browse Two", 1],
    ]);
    const pages: string[] = [];
    let next: string | undefined = server.crud("albums?limit=1");
    while (next !== undefined) {
      const response: Response = await fetch(next);
      pages.push(...((await response.json()) as Album[]).map(({ id }) => id));
      const link: string | undefined = /<([^>]+)>; rel="next"/.exec(
        response.headers.get("Link") ?? "",
      )?.[1];
      next = link === undefined ? undefined : new URL(link, response.url).href;
    }
    expect(pages).toEqual(albums.map(({ id }) => id));
    const [first] = found;
    expect(await titles(`albumId=${first?.id}&sort=album`)).toEqual(["A1", "A2"]);
  });

  test("totals, and figures for Prometheus", async () => {
    const stats = Stats.parse(await (await get("stats")).json());
    expect(stats.songs).toBeGreaterThan(10);
    expect(stats.albums).toBeGreaterThan(0);
    expect(stats.artists).toBeGreaterThan(0);
    expect(stats.duration).toBeGreaterThan(30);
    expect(stats.size).toBeGreaterThan(tone.length * 10);
    const metrics = await (await get("metrics")).text();
    expect(metrics).toMatch(
      /segue_http_request_duration_seconds_count\{route="\/stats",method="GET",status="2xx"\} [1-9]/,
    );
    expect(metrics).toMatch(
      /segue_http_response_bytes_total\{route="\/songs",method="POST",status="2xx"\} [1-9]/,
    );
    expect(metrics).toMatch(/segue_encodings_running \d/);
    expect(await (await get("healthz")).text()).toBe("alive\n");
    expect(await (await get("readyz")).text()).toBe("ready\n");
  });

  test("the contract is published as OpenAPI 3.1", async () => {
    const document = (await (await get("openapi.json")).json()) as {
      openapi: string;
      paths: object;
    };
    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths)).toContain("/songs/{id}/restore");
  });
});
