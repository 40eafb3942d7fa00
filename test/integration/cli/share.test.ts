/** `segue` with a private library, and its links. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Shared, Song } from "../../../api-client/contract.ts";
import { jsonIn, runSegue } from "../../support/cli.ts";
import { startPrivateServer, token } from "../../support/private.ts";
import { bearer, ingest, type Server } from "../../support/server.ts";
import { made } from "../../support/sound.ts";

const reader = "token-of-a-guest";

let server: Server;
let song: Song;

beforeAll(async () => {
  server = await startPrivateServer({ env: { SEGUE_READ_TOKEN: reader } });
  song = await ingest(server, await made("-f lavfi -i sine=d=2", "wav"), {
    query: { title: "Rain", artist: "Ann", album: "Weather" },
  });
});
afterAll(() => server.stop());

const runAs = (who: string, ...args: string[]) =>
  runSegue(args, { env: { SEGUE_URL: server.url, SEGUE_TOKEN: who, NO_COLOR: "1" } });
const run = (...args: string[]) => runAs(token, ...args);

const opened = async (link: string): Promise<Shared> => {
  const secret = new URL(link).hash.slice(1);
  const response = await fetch(server.crud("shared"), { headers: bearer(secret) });
  expect(response.status).toBe(200);
  return (await response.json()) as Shared;
};

describe("a private library", () => {
  test("is for those with a token; what they get plays", async () => {
    const refused = await runSegue(["list"], { env: { SEGUE_URL: server.url } });
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain("SEGUE_TOKEN");
    expect((await runAs(reader, "list")).stdout).toContain("Rain");
    const [played] = jsonIn((await run("play", "--json", song.id)).stdout) as { url: string }[];
    expect((await fetch(played?.url ?? "")).status).toBe(200);
    expect((await run("doctor")).stdout).toMatch(/takes it/);
  });

  test("says in words that a token only reads", async () => {
    const { code, stderr } = await runAs(reader, "remove", "--yes", song.id);
    expect(code).toBe(4);
    expect(stderr).toMatch(/This token only reads\.\n {2}SEGUE_TOKEN only reads\./);
    expect((await runAs(reader, "doctor")).stdout).toMatch(/to read only/);
  });
});

describe("links", () => {
  test("are made of songs and albums, listed, and taken back", async () => {
    const ofSong = await run("share", song.id, "--expires", "2d");
    expect(ofSong.code).toBe(0);
    const link = ofSong.stdout.trim();
    expect(link).toMatch(/\/function\/player\/shared#[\w-]{32}$/);
    const { songs, expiresAt } = await opened(link);
    expect(songs.map(({ title }) => title)).toEqual(["Rain"]);
    const days = (Date.parse(expiresAt) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(1.9);
    expect(days).toBeLessThanOrEqual(2);
    const ofAlbum = jsonIn((await run("share", "--json", song.albumId ?? "")).stdout);
    expect(ofAlbum).toMatchObject([{ title: "Weather", albumId: song.albumId }]);

    const listed = (await run("shares")).stdout.trim().split("\n");
    expect(listed.map((line) => line.split("\t").slice(1, 3))).toEqual([
      ["album", "Weather · Ann"],
      ["song", "Rain · Ann"],
    ]);
    const ids = listed.map((line) => line.split("\t")[0] ?? "");
    expect((await run("unshare", ...ids)).code).toBe(0);
    const gone = await fetch(server.crud("shared"), {
      headers: bearer(new URL(link).hash.slice(1)),
    });
    expect(gone.status).toBe(410);
    expect((await run("shares")).stdout).toBe("");
    const again = await run("unshare", ids[0] ?? "");
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("no such link")]);
  });

  test("of what is not there, or for no time, are not made", async () => {
    expect((await run("share", "A".repeat(21))).stderr).toContain("There is no such song.");
    expect((await run("share", "no-such-album")).stderr).toContain("There is no such album.");
    expect((await run("share", song.id, "--expires", "soon")).code).toBe(2);
  });
});
