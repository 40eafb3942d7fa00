/** What a private library shows to whoever has no token, and to whoever has one. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Changes, Song } from "../../../api-client/contract.ts";
import { asOwner, startPrivateServer } from "../../support/private.ts";
import { expectProblem } from "../../support/problems.ts";
import { bearer, ingest, type Server } from "../../support/server.ts";
import { made } from "../../support/sound.ts";
import { ask } from "../../support/wire.ts";

let server: Server;
let song: Song;

const read = async <T>(path: string): Promise<T> =>
  (await (await fetch(server.crud(path), { headers: asOwner })).json()) as T;

beforeAll(async () => {
  server = await startPrivateServer();
  const sound = await made("-f lavfi -i sine=f=440:d=5", "flac");
  const query = { album: "Mine", artist: "Me", filename: "mine.flac" };
  song = await ingest(server, sound, { query });
});
afterAll(() => server.stop());

describe("without a token", () => {
  test.each([
    ["songs"],
    ["songs?q=mine"],
    ["songs?count=true"],
    ["songs/ID"],
    ["songs/AAAAAAAAAAAAAAAAAAAAA"],
    ["songs/ID/original"],
    ["changes"],
    ["changes?wait=10&after=1.."],
    ["artists"],
    ["albums"],
    ["stats"],
    ["doctor"],
    ["SONGS"],
    ["songs/"],
    ["%73ongs"],
    ["uploads/ID"],
    ["openapi.json/../songs"],
    ["openapi.json%2f..%2fsongs"],
    ["OPENAPI.JSON/songs"],
    ["no-such-thing"],
  ])("GET %s tells nothing, not even whether it is there", async (template) => {
    const path = template.replace("ID", song.id);
    for (const method of ["GET", "HEAD"])
      for (const sent of [{}, bearer("not-the-token"), { Authorization: "Basic eDp5" }]) {
        const headers = { ...sent, "X-Forwarded-For": path.length.toString() };
        const target = { path: `/function/crud/${path}`, method, headers };
        const { status, headers: answered, body } = await ask(server.url, target);
        expect(status).toBe(401);
        expect(answered["www-authenticate"]).toContain("Bearer");
        expect(answered["cache-control"]).toBe("no-store");
        expect(String(body)).not.toMatch(/mine|Me\b/);
      }
  });

  test("the token in the address is no token", async () => {
    const { Authorization } = asOwner;
    for (const query of [
      `token=${Authorization.slice(7)}`,
      `access_token=${Authorization.slice(7)}`,
    ])
      await expectProblem(await fetch(server.crud(`songs?${query}`)), 401, "token-needed");
  });

  test("the contract, the page and the functions' health can be read", async () => {
    for (const path of [
      "crud/openapi.json",
      "crud/healthz",
      "crud/readyz",
      "player/",
      "streaming/healthz",
    ])
      expect((await fetch(`${server.url}/function/${path}`)).status).toBe(200);
  });
});

describe("with a token", () => {
  test("lists and changes say signed addresses, the same in each", async () => {
    const [listed] = await read<Song[]>("songs");
    const before = Date.parse(song.changedAt) - 1;
    const changed = await read<Changes>(`changes?after=${before.toString(36)}..`);
    expect(song.streaming).toMatch(
      new RegExp(`^\\.\\./streaming/s/\\w+\\.[\\w-]{32}/${song.id}/$`),
    );
    for (const each of [listed, ...changed.songs]) expect(each?.streaming).toBe(song.streaming);
    expect(changed.songs).toHaveLength(1);
  });

  test("a song plays by relative addresses beneath its signed one, and by no other", async () => {
    const main = new URL(song.hls, new URL(song.streaming, server.crud("")));
    const playlist = await (await fetch(main)).text();
    const media = new URL(/^\S+\/media\.m3u8$/m.exec(playlist)?.[0] ?? "", main);
    const segments = await (await fetch(media)).text();
    const init = /URI="([^"]+)"/.exec(segments)?.[1] ?? "";
    const first = /^\S+\.m4s$/m.exec(segments)?.[0] ?? "";
    for (const name of [init, first]) {
      const url = new URL(name, media);
      const { status, headers } = await fetch(url);
      expect(status).toBe(200);
      expect(headers.get("Cache-Control")).toMatch(/^private, .*immutable$/);
      const bare = url.href.replace(/\/s\/[^/]+\//, "/");
      expect(bare).not.toBe(url.href);
      await expectProblem(await fetch(bare), 403, "signature-wrong");
    }
    expect((await fetch(new URL(song.peaks ?? "", main))).status).toBe(200);
  });

  test("the file that was uploaded is given to whoever has the token, and kept by nobody between", async () => {
    const response = await fetch(server.crud(`songs/${song.id}/original`), { headers: asOwner });
    expect(response.status).toBe(200);
    expect(response.headers.get("Cache-Control")).toBe("private, no-cache");
  });

  test("the log has neither tokens nor what opens a song", async () => {
    const expired = song.streaming.replace("../", `${server.url}/function/`);
    await fetch(`${expired}no-such-thing.m4s`);
    await expect.poll(() => JSON.stringify(server.log)).toContain("no-such-thing.m4s");
    const log = JSON.stringify(server.log);
    expect(log).not.toContain(song.streaming.split("/")[3]);
    expect(log).not.toContain("token-of-the-owner");
  });
});

test("a private server without a token, or with a wrong word, does not start", async () => {
  await expect(startPrivateServer({ env: { SEGUE_TOKEN: "" } })).rejects.toThrow(/SEGUE_TOKEN/);
  await expect(startPrivateServer({ env: { SEGUE_PRIVATE: "yes" } })).rejects.toThrow(
    /must be true or false/,
  );
  await expect(startPrivateServer({ env: { SEGUE_SIGNING_KEY: "short" } })).rejects.toThrow(
    /shorter than 32/,
  );
});
