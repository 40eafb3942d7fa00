/** What a link opens, and all that it does not. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { NewShare, Share, Shared, Song } from "../../../api-client/contract.ts";
import { newId } from "../../../functions/core/song/ids.ts";
import { asOwner, startPrivateServer, token } from "../../support/private.ts";
import { expectProblem } from "../../support/problems.ts";
import { bearer, ingest, type Server, startServer } from "../../support/server.ts";
import { made } from "../../support/sound.ts";

const reader = "token-of-a-guest";

let server: Server;
let one: Song;
let two: Song;
let other: Song;

const add = async (title: string, album: string): Promise<Song> =>
  ingest(server, await made("-f lavfi -i sine=f=440:d=3", "wav"), {
    query: { title, album, artist: "Me", filename: `${title}-secret-name.wav` },
  });

beforeAll(async () => {
  server = await startPrivateServer({ env: { SEGUE_READ_TOKEN: reader } });
  one = await add("One", "Shown");
  two = await add("Two", "Shown");
  other = await add("Other", "Hidden");
});
afterAll(() => server.stop());

const share = (body: object, headers: Record<string, string> = asOwner): Promise<Response> =>
  fetch(server.crud("shares"), {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
const shared = async (body: object): Promise<NewShare> =>
  (await (await share(body)).json()) as NewShare;

let visitors = 0;
/** Each from an address of its own. */
const open = (secret: string, path = "shared", init: RequestInit = {}): Promise<Response> =>
  fetch(server.crud(path), {
    ...init,
    headers: { ...bearer(secret), "X-Forwarded-For": `198.51.100.${++visitors}` },
  });
const opened = async (secret: string): Promise<Shared> =>
  (await (await open(secret)).json()) as Shared;

describe("a link", () => {
  test("to a song opens that song, which plays, and nothing else", async () => {
    const made = await share({ songId: one.id });
    expect(made.status).toBe(201);
    const { secret, id, title } = (await made.json()) as NewShare;
    expect(made.headers.get("Location")).toBe(`shares/${id}`);
    expect(title).toBe("One");
    expect(secret).toMatch(/^[\w-]{32}$/);
    const { kind, songs, ...rest } = await opened(secret);
    expect(kind).toBe("song");
    expect(rest).toMatchObject({ title: "One", artist: "Me" });
    expect(songs.map((song) => song.id)).toEqual([one.id]);
    expect(JSON.stringify(songs)).not.toMatch(/secret-name|fingerprint/);
    const base = new URL(songs[0]?.streaming ?? "", server.crud(""));
    expect((await fetch(new URL("main.m3u8", base))).status).toBe(200);
    const elsewhere = base.href.replace(one.id, other.id);
    await expectProblem(await fetch(`${elsewhere}main.m3u8`), 403, "signature-wrong");
  });

  test("to an album opens its songs, and those that come to it", async () => {
    const { secret } = await shared({ albumId: one.albumId });
    const { kind, title, artist, songs } = await opened(secret);
    expect([kind, title, artist]).toEqual(["album", "Shown", "Me"]);
    expect(songs.map((song) => song.title).toSorted()).toEqual(["One", "Two"]);
    await fetch(server.crud(`songs/${two.id}`), { method: "DELETE", headers: asOwner });
    expect((await opened(secret)).songs).toHaveLength(1);
    await fetch(server.crud(`songs/${two.id}/restore`), { method: "POST", headers: asOwner });
    expect((await opened(secret)).songs).toHaveLength(2);
  });

  test("that was taken back opens nothing, and says so", async () => {
    const { secret, id } = await shared({ songId: one.id });
    const remove = () => fetch(server.crud(`shares/${id}`), { method: "DELETE", headers: asOwner });
    expect((await remove()).status).toBe(204);
    const problem = await expectProblem(await open(secret), 410, "share-gone");
    expect(problem.title).toBe("This link leads nowhere any more.");
    await expectProblem(await remove(), 404, "unknown-share");
  });

  test("opens songs for no longer than it holds itself", async () => {
    const { secret, expiresAt } = await shared({ songId: one.id, expiresIn: 60 });
    const [song] = (await opened(secret)).songs;
    const until = /\/s\/(\w+)\./.exec(song?.streaming ?? "")?.[1] ?? "";
    const seconds = Date.parse(expiresAt) / 1000;
    expect(Number.parseInt(until, 36)).toBe(Math.ceil(seconds));
  });

  test("to what was deleted opens nothing", async () => {
    const { secret } = await shared({ albumId: other.albumId });
    await fetch(server.crud(`songs/${other.id}`), { method: "DELETE", headers: asOwner });
    await expectProblem(await open(secret), 410, "share-gone");
    await fetch(server.crud(`songs/${other.id}/restore`), { method: "POST", headers: asOwner });
  });

  test("is listed without what opens it", async () => {
    const { secret, ...rest } = await shared({ songId: one.id });
    const listed = await fetch(server.crud("shares"), { headers: asOwner });
    const text = await listed.text();
    expect((JSON.parse(text) as Share[])[0]).toEqual(rest);
    expect(text).not.toContain(secret);
    expect(JSON.stringify(server.log)).not.toContain(secret);
  });

  test("also opens where the library is public", async () => {
    const pub = await startServer({ env: { SEGUE_TOKEN: token } });
    const song = await ingest(pub, await made("-f lavfi -i sine=f=440:d=3", "wav"), {
      headers: asOwner,
    });
    const response = await fetch(pub.crud("shares"), {
      method: "POST",
      headers: { "Content-Type": "application/json", ...asOwner },
      body: JSON.stringify({ songId: song.id }),
    });
    const { secret } = (await response.json()) as NewShare;
    const found = await fetch(pub.crud("shared"), { headers: bearer(secret) });
    expect(((await found.json()) as Shared).songs[0]?.streaming).toBe(`../streaming/${song.id}/`);
    await pub.stop();
  });
});

describe("the secret of a link", () => {
  test.each([
    ["GET", "songs"],
    ["GET", "songs/ID"],
    ["GET", "songs/ID/original"],
    ["GET", "changes"],
    ["GET", "artists"],
    ["GET", "albums"],
    ["GET", "stats"],
    ["GET", "doctor"],
    ["GET", "shares"],
    ["POST", "shares"],
    ["DELETE", "shares/SHARE"],
    ["POST", "songs"],
    ["PATCH", "songs/ID"],
    ["DELETE", "songs/ID"],
    ["POST", "songs/ID/encode"],
    ["PUT", "songs/ID/cover"],
    ["POST", "uploads"],
    ["GET", "shared/../songs"],
    ["GET", "shared%2f..%2fsongs"],
    ["GET", "SHARED"],
    ["GET", "shared/"],
    ["GET", "%73hared/songs"],
  ])("does not %s %s", async (method, template) => {
    const { secret, id } = await shared({ songId: one.id });
    const path = template.replace("ID", one.id).replace("SHARE", id);
    await expectProblem(await open(secret, path, { method }), 401, "token-wrong");
  });

  test("is not its id, its digest, a token, or any part of it", async () => {
    const { secret, id } = await shared({ songId: one.id });
    for (const wrong of [
      id,
      token,
      reader,
      secret.slice(0, -1),
      `${secret}A`,
      secret.toLowerCase(),
    ])
      await expectProblem(await open(wrong), 410, "share-gone");
    await expectProblem(await fetch(server.crud("shared")), 401, "token-needed");
    await expectProblem(await fetch(server.crud(`shared?secret=${secret}`)), 401, "token-needed");
  });

  test("cannot be tried out", async () => {
    const { secret } = await shared({ songId: one.id });
    const ask = (guess: string) =>
      fetch(server.crud("shared"), {
        headers: { ...bearer(guess), "X-Forwarded-For": "203.0.113.99" },
      });
    for (let n = 0; n < 10; n++) await expectProblem(await ask(`guess-${n}`), 410, "share-gone");
    await expectProblem(await ask(secret), 429, "too-many-tries");
    expect((await open(secret)).status).toBe(200);
  });
});

describe("links are made", () => {
  test.each([
    ["of nothing", {}, 400, "invalid-request"],
    ["of a song and an album", { songId: newId(), albumId: "a" }, 400, "invalid-request"],
    ["of an unknown song", { songId: newId() }, 404, "unknown-song"],
    ["of an unknown album", { albumId: "no-such-album" }, 404, "unknown-album"],
    ["of an album without a name", { albumId: "" }, 400, "invalid-request"],
    ["for ever", { albumId: "a", expiresIn: 1e12 }, 400, "invalid-request"],
    ["for no time", { albumId: "a", expiresIn: 0 }, 400, "invalid-request"],
    ["of something else", { albumId: "a", secret: "mine" }, 400, "invalid-request"],
  ])("not %s", async (_what, body, status, slug) => {
    await expectProblem(await share(body), status, slug);
  });

  test("by those who may write, and listed and taken back by nobody else", async () => {
    const { id } = await shared({ songId: one.id });
    await expectProblem(await share({ songId: one.id }, bearer(reader)), 403, "read-only");
    await expectProblem(await share({ songId: one.id }, {}), 401, "token-needed");
    const headers = bearer(reader);
    await expectProblem(await fetch(server.crud("shares"), { headers }), 403, "read-only");
    const removed = await fetch(server.crud(`shares/${id}`), { method: "DELETE", headers });
    await expectProblem(removed, 403, "read-only");
  });
});
