/** What `segue` does with songs that are there. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Song } from "../../../api-client/contract.ts";
import { jsonIn, openTerminal, runProgram, runSegue, segue } from "../../support/cli.ts";
import { getSong, ingest, type Server, startServer } from "../../support/server.ts";
import { made } from "../../support/sound.ts";

let server: Server;
let folder: string;
let file: Buffer;
let rain: Song;
let snow: Song;

beforeAll(async () => {
  server = await startServer();
  folder = await mkdtemp(join(tmpdir(), "segue-library-"));
  file = await made("-f lavfi -i sine=d=2", "flac");
  const snowFile = await made("-f lavfi -i sine=500:d=2", "flac");
  const tags = { artist: "Ann", album: "Weather" };
  rain = await ingest(server, file, { query: { title: "Rain", filename: "a/rain.flac", ...tags } });
  snow = await ingest(server, snowFile, { query: { title: "Snow", ...tags } });
});
afterAll(async () => {
  await server.kill();
  await rm(folder, { recursive: true });
});

const run = (...args: string[]) =>
  runSegue(args, { cwd: folder, env: { SEGUE_URL: server.url, NO_COLOR: "1" } });

const terminal = (...args: string[]) =>
  openTerminal(args, { cwd: folder, env: { SEGUE_URL: server.url, NO_COLOR: "1" } });

const shell = (command: string) =>
  runProgram("bash", ["-c", `segue() { '${process.execPath}' '${segue}' "$@"; }; ${command}`], {
    cwd: folder,
    env: { SEGUE_URL: server.url },
  });

const unknown = "A".repeat(21);

describe("list and search", () => {
  test("print fields for programs, JSON when asked for it, and a table for people", async () => {
    const fields = (song: Song): string => `${song.id}\t${song.title}\tAnn\tWeather\t0:02\n`;
    expect((await run("list", "--sort", "title")).stdout).toBe(fields(rain) + fields(snow));
    expect((await run("list", "--sort", "title", "--reverse", "--limit", "1")).stdout).toBe(
      fields(snow),
    );
    expect(jsonIn((await run("search", "rai", "wea", "--json")).stdout)).toMatchObject([
      { id: rain.id, artist: "Ann" },
    ]);
    const people = terminal("list");
    expect(await people.code).toBe(0);
    expect(people.text()).toMatch(/^id +title +artist +album +length\s+/);
  });

  test("say so when there is nothing, which is no failure", async () => {
    expect(await run("search", "sun")).toEqual({
      code: 0,
      stdout: "",
      stderr: "Nothing matches “sun”.\n",
    });
  });

  test("end quietly when nobody reads on", async () => {
    const { stdout, stderr } = await shell("segue list --json | head -c 0; echo ${PIPESTATUS[0]}");
    expect({ stdout, stderr }).toEqual({ stdout: "0\n", stderr: "" });
  });

  test.runIf(process.platform === "linux")("say so when the result cannot be written", async () => {
    expect(await shell("segue list > /dev/full")).toEqual({
      code: 1,
      stdout: "",
      stderr: "✖ standard output: The disk is full.\n  Free some space.\n",
    });
  });
});

describe("get", () => {
  test("shows all of a song, and fails for those that are not there", async () => {
    const { code, stdout, stderr } = await run("get", rain.id, unknown, "../doctor");
    expect(code).toBe(1);
    expect(stdout).toContain(`title         Rain\n`);
    expect(stdout).toContain(`playlist      ${server.stream(rain, "main.m3u8")}\n`);
    expect(stderr.match(/✖ \S+ There is no such song\./g)).toHaveLength(2);
    expect(jsonIn((await run("get", unknown, "--json")).stderr)).toMatchObject([
      { error: "There is no such song.", what: unknown },
    ]);
  });
});

describe("edit", () => {
  test("puts another cover in the place of the old, and takes it away", async () => {
    const path = join(folder, "cover.png");
    await writeFile(path, await made("-f lavfi -i color=c=orange:s=64x64 -frames:v 1", "png"));
    await run("edit", rain.id, snow.id, "--cover", path, "--year", "1998");
    for (const { id } of [rain, snow])
      expect(await getSong(server, id)).toMatchObject({ coverFrom: "person", year: 1998 });
    const shown = (await getSong(server, rain.id)).cover;
    expect(shown?.urls).toHaveProperty("1024");
    await run("edit", rain.id, "--clear", "cover,year");
    const bare = await getSong(server, rain.id);
    expect([bare.cover, bare.coverFrom, bare.year]).toEqual([undefined, "person", undefined]);
    await writeFile(path, "no picture");
    const { code, stderr } = await run("edit", snow.id, "--cover", path, "--year", "2001");
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: /JPEG, PNG, WebP or GIF/ });
    expect((await getSong(server, snow.id)).year).toBe(1998);
  });

  test("changes and clears tags of one song and of many", async () => {
    expect(
      await run("edit", rain.id, snow.id, "--genre", "Ambient", "--year", "1999"),
    ).toMatchObject({
      code: 0,
      stdout: "Saved Rain · Ann\nSaved Snow · Ann\n",
    });
    await run("edit", snow.id, "--clear", "genre", "--track", "2");
    const [first, second] = jsonIn((await run("get", rain.id, snow.id, "--json")).stdout) as Song[];
    expect(first).toMatchObject({ genre: "Ambient", year: 1999 });
    expect(second).toMatchObject({ year: 1999, trackNumber: 2 });
    expect(second?.genre).toBeUndefined();
  });

  test.each([
    [["--year", "never"], "It must be a whole number from 1 on."],
    [["--clear", "colour"], `"colour" is none of artist`],
    [[], "Nothing to change was given."],
    [["--title", "Same", unknown], "Many songs cannot have the same title or track."],
  ])("refuses %j as wrong usage", async (args, sentence) => {
    const { code, stderr } = await run("edit", rain.id, ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });
});

describe("remove", () => {
  let song: Song;
  beforeEach(async () => {
    song = await ingest(server, file, { query: { title: "Gone" } });
  });

  const isThere = async (): Promise<boolean> =>
    (await fetch(server.crud(`songs/${song.id}`))).status === 200;

  test("asks, and deletes only on a yes; restore brings it back", async () => {
    const refused = terminal("remove", song.id);
    await refused.shows(/Gone\s+Delete 1 song\? This can be undone for a day\. \[y\/N\] /);
    refused.type("n\n");
    expect(await refused.code).toBe(0);
    expect(refused.text()).toContain("Nothing was deleted.");
    expect(await isThere()).toBe(true);

    const agreed = terminal("remove", song.id);
    await agreed.shows(/\[y\/N\] /);
    agreed.type("yes\n");
    expect(await agreed.code).toBe(0);
    expect(await isThere()).toBe(false);

    expect((await run("list", "--deleted")).stdout).toContain(song.id);
    expect(await run("restore", song.id)).toMatchObject({ code: 0, stdout: "Restored Gone\n" });
    expect(await isThere()).toBe(true);
  });

  test("is stopped by Ctrl-C at the question", async () => {
    const asked = terminal("remove", song.id);
    await asked.shows(/\[y\/N\] /);
    asked.type("\u0003");
    expect(await asked.code).toBe(130);
    expect(await isThere()).toBe(true);
  });

  test("where nobody can be asked wants --yes", async () => {
    expect(await run("remove", song.id)).toMatchObject({
      code: 2,
      stderr: "✖ Nobody is here to say yes.\n  Add --yes to delete without being asked.\n",
    });
    expect(await run("remove", "--yes", song.id)).toMatchObject({
      code: 0,
      stdout: `Deleted ${song.id}\n`,
    });
    expect(await isThere()).toBe(false);
  });
});

describe("download", () => {
  test("gives the file that was uploaded, once, and replaces no other", async () => {
    await mkdir(join(folder, "down"));
    const place = join(folder, "down", "rain.flac");
    expect(await run("download", rain.id, "-o", "down")).toMatchObject({
      code: 0,
      stdout: "Downloaded: down/rain.flac\n",
    });
    expect((await readFile(place)).equals(file)).toBe(true);
    expect((await run("download", rain.id, "-o", "down")).stdout).toMatch(/^There already: /);

    await writeFile(place, "mine");
    const { code, stderr } = await run("download", rain.id, "-o", "down");
    expect(code).toBe(1);
    expect(stderr).toMatch(/There is another file already.+\n {2}Choose another place .+--force/);
    expect(String(await readFile(place))).toBe("mine");
    expect((await run("download", rain.id, "-o", "down", "--force")).code).toBe(0);
    expect((await readFile(place)).equals(file)).toBe(true);
  });

  test("goes on where it was stopped", async () => {
    const part = join(folder, `rest.flac.${rain.id}.part`);
    await writeFile(part, file.subarray(0, 1000));
    await run("download", rain.id, "-o", "rest.flac");
    expect((await readFile(join(folder, "rest.flac"))).equals(file)).toBe(true);
  });

  test("keeps nothing of what is not the file", async () => {
    await writeFile(join(folder, `bad.flac.${rain.id}.part`), "not its beginning");
    const { code, stderr } = await run("download", rain.id, "-o", "bad.flac");
    expect(code).toBe(1);
    expect(stderr).toContain("What came is not the file that was uploaded.");
    expect((await run("download", rain.id, "-o", "bad.flac")).code).toBe(0);
  });
});

describe("play", () => {
  test("plays by the first player that is there", async () => {
    const bin = join(folder, "bin");
    await mkdir(bin);
    await writeFile(join(bin, "mpv"), '#!/bin/sh\necho "mpv $@"\n', { mode: 0o755 });
    const { stdout, stderr } = await runSegue(["play", rain.id], {
      env: { SEGUE_URL: server.url, PATH: `${bin}:/bin:/usr/bin` },
    });
    const url = server.stream(rain, "main.m3u8");
    expect(stdout).toBe(`mpv --no-video --force-media-title=Rain · Ann ${url}\n`);
    expect(stderr).toBe("▶ Rain · Ann\n");
  });

  test("says the address where there is none", async () => {
    const { code, stdout } = await runSegue(["play", rain.id], {
      env: { SEGUE_URL: server.url, PATH: "/nowhere" },
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${server.stream(rain, "main.m3u8")}\n` });
  });
});

describe("wherever it is used wrongly, segue", () => {
  test.each([
    [["frobnicate"], "unknown command"],
    [["list", "--frobnicate"], "unknown option"],
    [["list", "--limit", "0"], "It must be a whole number from 1 on."],
    [["list", "--url", "ftp://music.example"], "is no address of a server."],
    [["list", "--url", "http://me:secret@music.example"], "has a name or password in it."],
    [["get"], "missing required argument"],
  ])("answers %j by a line and a hint, and exits with 2", async (args, sentence) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^✖ .+\n {2}.+\n$/);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain("secret");
  });

  test("shows its help when asked, with examples, and takes an empty SEGUE_URL for none", async () => {
    const { code, stdout } = await run("help", "edit");
    expect(code).toBe(0);
    expect(stdout).toMatch(/Examples:\n {2}segue edit /);
    const { stderr } = await runSegue(["doctor", "--help"], { env: { SEGUE_URL: "" } });
    expect(stderr).toBe("");
  });
});
