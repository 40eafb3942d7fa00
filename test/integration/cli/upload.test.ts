/** `segue upload`, run as people run it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { link, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Song } from "../../../api-client/contract.ts";
import { jsonIn, openTerminal, runProgram, runSegue, segue } from "../../support/cli.ts";
import { type Proxy, startProxy } from "../../support/proxy.ts";
import { type Server, startServer } from "../../support/server.ts";
import { made } from "../../support/sound.ts";

let server: Server;
let folder: string;
let tones: readonly Buffer[];

beforeAll(async () => {
  tones = await Promise.all(
    [300, 400, 500].map((frequency) =>
      made(`-f lavfi -i sine=${frequency}:d=2 -metadata artist=Sine`, "flac"),
    ),
  );
});

const cleanUp: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "segue-upload-"));
  server = await startServer();
  cleanUp.push(
    () => server.kill(),
    () => rm(folder, { recursive: true }),
  );
});
afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

const tone = (index: number): Buffer => tones[index % tones.length] ?? Buffer.alloc(0);

const place = async (path: string, bytes: Uint8Array | string = tone(0)): Promise<string> => {
  const full = join(folder, path);
  await mkdir(join(full, ".."), { recursive: true });
  await writeFile(full, bytes);
  return full;
};

const upload = (args: readonly string[], env = {}) =>
  runSegue(["upload", ...args], { cwd: folder, env: { SEGUE_URL: server.url, ...env } });

const songs = async (): Promise<Song[]> =>
  (await (await fetch(server.crud("songs?sort=title&limit=500"))).json()) as Song[];

const names = async (): Promise<string[]> =>
  (await songs()).map(({ filename = "" }) => filename).toSorted();

/** Long enough to be watched while it goes. */
const longSong = async (path = "long.wav"): Promise<string> =>
  place(path, await made("-f lavfi -i anoisesrc=d=240:r=44100:seed=7 -ac 2", "wav"));

const throughProxy = async (options: { rate?: number } = {}): Promise<Proxy> => {
  const target = { host: "127.0.0.1", port: Number(new URL(server.url).port) };
  const proxy = await startProxy(target, options);
  cleanUp.unshift(() => proxy.close());
  return proxy;
};

const at = (proxy: Proxy) => ({ SEGUE_URL: `http://127.0.0.1:${proxy.port}` });

const isUnderWay = async (filename = "long.wav"): Promise<void> => {
  await expect
    .poll(async () =>
      (await songs()).some((song) => song.filename === filename && song.uploaded > 0),
    )
    .toBe(true);
};

describe("upload", () => {
  test("takes folders with all the music in them, once, and says how it went", async () => {
    await place("album/10 last.flac", tone(1));
    await place("album/2 first.flac");
    await place("album/deeper/日本 – Ünïcödé 🎵.FLAC", tone(2));
    await place("album/cover.jpg", "picture");
    await place("album/.hidden.flac", tone(1));
    await place("album/.git/x.flac", tone(1));
    await place("album/deeper/the same bytes.flac", tone(1));
    await symlink("..", join(folder, "album/deeper/loop"));
    await symlink("../2 first.flac", join(folder, "album/deeper/link.flac"));
    await link(join(folder, "album/2 first.flac"), join(folder, "album/hard link.flac"));

    const { code, stdout, stderr } = await upload(["-c", "1", "album", "album/2 first.flac", "."]);
    expect(stderr).toBe("");
    expect(stdout.split("\n")).toEqual([
      "1/4 uploaded: album/2 first.flac",
      "2/4 uploaded: album/10 last.flac",
      "3/4 the same as album/10 last.flac: album/deeper/the same bytes.flac",
      "4/4 uploaded: album/deeper/日本 – Ünïcödé 🎵.FLAC",
      "3 songs uploaded, 1 the same as another.",
      "",
    ]);
    expect(code).toBe(0);
    expect(await names()).toEqual(["10 last.flac", "2 first.flac", "日本 – Ünïcödé 🎵.FLAC"]);

    const again = await upload(["album"]);
    expect(again).toMatchObject({ code: 0, stderr: "" });
    expect(again.stdout).toContain("3 there already, 1 the same as another.");
    expect(await songs()).toHaveLength(3);
  });

  test("gives songs without a cover the picture that lies beside them, or above their disc", async () => {
    const cover = await made("-f lavfi -i color=c=orange:s=64x64 -frames:v 1", "png");
    await place("album/folder.png", cover);
    await place("album/front.jpg", "no picture");
    await place("album/a.flac");
    await place("album/CD 1/b.flac", tone(1));
    await place("other/c.flac", tone(2));
    await place("other/Cover.jpg", "no picture");
    const { code, stderr } = await upload(["."]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const covers = Object.fromEntries(
      (await songs()).map(({ filename, coverFrom }) => [filename, coverFrom]),
    );
    expect(covers).toEqual({
      "a.flac": "folder",
      "b.flac": "folder",
      "c.flac": undefined,
    });
  });

  test("with --dry-run says what it would do, and does nothing", async () => {
    await place("a.flac");
    const { code, stdout } = await upload(["--dry-run", "."]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "1/1 would be uploaded: a.flac\n1 would be uploaded.\n",
    });
    expect(await songs()).toEqual([]);
  });

  test("gives the tags that it is told, and not one title to many songs", async () => {
    await place("a.flac");
    await place("b.flac", tone(1));
    expect((await upload(["--album", "Given", "--year", "1999", "."])).code).toBe(0);
    expect(await songs()).toMatchObject([
      { album: "Given", year: 1999 },
      { album: "Given", year: 1999 },
    ]);
    expect(await upload(["--title", "x", "."])).toMatchObject({ code: 2, stdout: "" });
    expect((await upload(["--year", "x", "."])).code).toBe(2);
    expect((await upload(["--concurrency", "0", "."])).code).toBe(2);
  });

  test("goes on after files that cannot be uploaded, with a line and a hint for each", async () => {
    await place("good.flac");
    await place("text.mp3", "This is no music.");
    await place("empty.mp3", "");
    await symlink("nowhere", join(folder, "broken.mp3"));
    await symlink("itself.mp3", join(folder, "itself.mp3"));
    const { code, stdout, stderr } = await upload(["-c", "1", ".", "not there"]);
    expect(code).toBe(1);
    expect(stdout).toContain("1 song uploaded, 2 failed.");
    const lines = stderr.trim().split("\n");
    expect(lines.filter((line) => line.startsWith("✖"))).toEqual([
      "✖ broken.mp3: It is not there.",
      "✖ itself.mp3: It is a link that leads back to itself.",
      "✖ not there: It is not there.",
      "✖ empty.mp3: The file is empty.",
      "✖ text.mp3: No sound found in this file.",
    ]);
    expect(lines.filter((line) => line.startsWith("  "))).toHaveLength(5);
  });

  test.skipIf(process.getuid?.() !== 0)(
    "tells of files and folders that may not be read",
    async () => {
      await place("good.flac");
      const { runProgram, segue } = await import("../../support/cli.ts");
      await place("mine/a.flac", tone(1));
      const { chmod } = await import("node:fs/promises");
      await place("secret.flac", tone(2));
      await chmod(folder, 0o755);
      await chmod(join(folder, "secret.flac"), 0o600);
      await chmod(join(folder, "mine"), 0o700);
      const args = ["--reuid=65534", "--regid=65534", "--clear-groups", process.execPath, segue];
      const { code, stdout, stderr } = await runProgram("setpriv", [...args, "upload", "."], {
        cwd: folder,
        env: { SEGUE_URL: server.url },
      });
      expect(code).toBe(1);
      expect(stdout).toContain("1 song uploaded, 1 failed.");
      expect(stderr).toContain("✖ mine: It may not be opened.");
      expect(stderr).toContain("✖ secret.flac: It may not be opened.");
    },
  );

  test("goes on when nobody reads what it says", async () => {
    for (const index of [0, 1, 2]) await place(`${index}.flac`, tone(index));
    const command = `'${process.execPath}' '${segue}' upload . | head -c 0; echo \${PIPESTATUS[0]}`;
    const env = { SEGUE_URL: server.url };
    const { stdout } = await runProgram("bash", ["-c", command], { cwd: folder, env });
    expect(stdout).toBe("0\n");
    expect(await names()).toEqual(["0.flac", "1.flac", "2.flac"]);
  });

  test("stops at a full server, says so once, and exits with 1", async () => {
    const large = await made("-f lavfi -i anoisesrc=d=12:r=44100:seed=7 -ac 2", "wav");
    await place("a.wav", large);
    await place("b.flac");
    await server.kill();
    server = await startServer({ env: { SEGUE_QUOTA_GB: "0.001" } });
    const { code, stderr } = await upload(["-c", "1", "."]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^✖ The library is full\.\n {2}.+\nStopped\. .+\n$/);
    expect(await songs()).toEqual([]);
  });

  test("says so when there is nothing to upload", async () => {
    await place("notes.txt", "x");
    const { code, stdout, stderr } = await upload(["."]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^✖ No music among 1 file\.\n {2}Music is what ends in mp3, flac/);
    await mkdir(join(folder, "empty"));
    expect((await upload(["empty"])).stderr).toContain("There are no files in it.");
  });

  test("takes a file whose name is no UTF-8", async () => {
    const path = Buffer.concat([
      Buffer.from(`${folder}/caf`),
      Buffer.from([0xe9]),
      Buffer.from(".flac"),
    ]);
    await writeFile(path, tone(0));
    const { code, stdout } = await upload(["."]);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(await songs()).toHaveLength(1);
  });

  test("in JSON says of each file what became of it", async () => {
    await place("a.flac");
    await place("b.mp3", "text");
    const { code, stdout, stderr } = await upload(["--json", "-c", "1", "."]);
    expect(code).toBe(1);
    expect(jsonIn(stdout)).toMatchObject([
      { file: "a.flac", result: "uploaded", song: { filename: "a.flac" } },
    ]);
    expect(jsonIn(stderr)).toMatchObject([
      { what: "b.mp3", type: "urn:segue:problem:not-audio", error: "No sound found in this file." },
    ]);
  });

  test("tells of a song that is there and failed, and how to try again", async () => {
    const path = await place("cut.flac", tone(0).subarray(0, tone(0).length / 2));
    expect((await upload([path])).code).toBe(0);
    await expect.poll(async () => (await songs())[0]?.state, { timeout: 30_000 }).toBe("failed");
    const { code, stderr } = await upload([path]);
    expect(code).toBe(1);
    expect(stderr).toContain("It is there already, and failed: This file ends too early.");
    expect(stderr).toContain(`segue remove ${(await songs())[0]?.id}`);
  });

  test("of a thousand files that are there asks for each and sends none", async () => {
    await Promise.all(
      Array.from({ length: 1000 }, (_, index) => place(`many/${index % 50}/${index}.flac`)),
    );
    const { code, stdout } = await upload(["-c", "8", "many"]);
    expect(code).toBe(0);
    expect(stdout).toContain("1 song uploaded, 999 the same as another.");
  });
});

describe("at a terminal, upload", () => {
  test("shows how far each file and all of them are, how fast, and how long it will take", async () => {
    await longSong();
    await place("short.flac");
    const proxy = await throughProxy({ rate: 8e6 });
    const terminal = openTerminal(["upload", "."], { cwd: folder, env: at(proxy) });
    await terminal.shows(/Uploading \d of 2 · \d+% · [\d.]+ [kM]?B\/s · \d+ \w+ left/);
    await terminal.shows(/long\.wav · \d+% · [\d.]+ [kM]?B\/s · \d+ \w+ left/);
    expect(await terminal.code).toBe(0);
    expect(terminal.text()).toContain("2 songs uploaded.");
    expect(terminal.raw().lastIndexOf("\u001B[?25h")).toBeGreaterThan(
      terminal.raw().lastIndexOf("\u001B[?25l"),
    );
  });

  test("says at the end what failed", async () => {
    await place("good.flac");
    await place("text.mp3", "This is no music.");
    const env = { SEGUE_URL: server.url, NO_COLOR: "1" };
    const terminal = openTerminal(["upload", "."], { cwd: folder, env });
    expect(await terminal.code).toBe(1);
    expect(terminal.text()).toMatch(
      /✖ text\.mp3: No sound found in this file\.\s+This is text\. .+\s+1 song uploaded, 1 failed\.\s*$/,
    );
    for (const colour of ["\u001B[31m", "\u001B[2m"]) expect(terminal.raw()).not.toContain(colour);
  });

  test("ends at Ctrl-C with a plain statement; the same command goes on", async () => {
    await place("a short.flac");
    await longSong();
    const proxy = await throughProxy();
    const terminal = openTerminal(["upload", "-c", "1", "."], { cwd: folder, env: at(proxy) });
    await isUnderWay();
    await terminal.shows(/long\.wav · \d+%/);
    proxy.freeze();
    terminal.type("\u0003");
    expect(await terminal.code).toBe(130);
    expect(terminal.text()).toMatch(
      /Stopped\. 1 song uploaded\. The same command goes on from here\.\s*$/,
    );
    expect(terminal.raw().trimEnd().endsWith("\u001B[?25h")).toBe(true);
    const again = await upload(["."]);
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout).toContain("1 song uploaded, 1 there already.");
  });
});

describe("when the program", () => {
  test("is killed in the middle of a large file, the same command goes on from there", async () => {
    const path = await longSong();
    const proxy = await throughProxy({ rate: 4e6 });
    const env = { ...process.env, SEGUE_URL: `http://127.0.0.1:${proxy.port}` };
    const killed = spawn(process.execPath, [segue, "upload", "."], { cwd: folder, env });
    await expect.poll(async () => (await songs())[0]?.uploaded ?? 0).toBeGreaterThan(2_000_000);
    killed.kill("SIGKILL");
    await once(killed, "close");

    const [begun] = await songs();
    expect(await upload(["."])).toMatchObject({ code: 0, stderr: "" });
    const [song, ...others] = await songs();
    expect(others).toEqual([]);
    expect(song?.id).toBe(begun?.id);
    const original = await fetch(server.crud(`songs/${song?.id}/original`));
    expect(Buffer.from(await original.arrayBuffer()).equals(await readFile(path))).toBe(true);
  });
});

describe("when the server", () => {
  test("is not there, upload says so once, soon, and exits with 3", async () => {
    await place("a.flac");
    await place("b.flac", tone(1));
    await server.kill();
    const { code, stdout, stderr } = await upload(["."]);
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toMatch(/^✖ No answer from http:\S+ \(ECONNREFUSED\)\.\n {2}Is it running.+\n$/);
  });

  test("is killed meanwhile and comes back, upload goes on", async () => {
    await longSong();
    const dataDir = await mkdtemp(join(tmpdir(), "segue-killed-"));
    cleanUp.push(() => rm(dataDir, { recursive: true, force: true }));
    await server.kill();
    server = await startServer({ dataDir });
    const uploading = upload(["."]);
    await isUnderWay();
    await server.kill();
    server = await startServer({ dataDir, env: { PORT: new URL(server.url).port } });
    const { code, stdout, stderr } = await uploading;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("1 song uploaded.");
    expect(await songs()).toHaveLength(1);
  });

  test("is killed meanwhile for good, upload says how far it came and exits with 3", async () => {
    await place("a short.flac");
    await longSong();
    const uploading = upload(["-c", "1", "."]);
    await isUnderWay();
    await server.kill();
    const { code, stderr } = await uploading;
    expect(code).toBe(3);
    expect(stderr.match(/✖/g)).toHaveLength(1);
    expect(stderr).toContain("Stopped. 1 song uploaded. The same command goes on from here.");
  });

  test("wants a token, upload says which is missing or wrong, once, and exits with 4", async () => {
    for (const index of [0, 1, 2]) await place(`${index}.flac`, tone(index));
    await server.kill();
    server = await startServer({ env: { SEGUE_TOKEN: "right-token\nother-token" } });
    const none = await upload(["."]);
    expect(none.code).toBe(4);
    expect(none.stderr).toMatch(/^✖ This needs a token\.\n {2}Set SEGUE_TOKEN/);
    const wrong = await upload(["."], { SEGUE_TOKEN: "wrong" });
    expect(wrong.code).toBe(4);
    expect(wrong.stderr.match(/✖/g)).toHaveLength(1);
    expect((await upload(["."], { SEGUE_TOKEN: "tökèn" })).code).toBe(4);
    expect(await songs()).toEqual([]);
    expect((await upload(["."], { SEGUE_TOKEN: "right-token\nother-token" })).code).toBe(0);
  });
});
