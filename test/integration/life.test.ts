/** How a process begins and ends, and what it does when its store fails. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, inject, test } from "vitest";
import type { Song } from "../../api-client/contract.ts";
import { newId } from "../../functions/core/song/ids.ts";
import { database } from "../support/mongodb.ts";
import { expectProblem } from "../support/problems.ts";
import { startProxy } from "../support/proxy.ts";
import { getSong, ingest, isDone, post, startServer, until, upload } from "../support/server.ts";
import { slowBody } from "../support/slow.ts";
import { made } from "../support/sound.ts";

const cleanUp: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step();
});

const main = join(import.meta.dirname, "../../functions/local/main.ts");

const runToEnd = async (env: Record<string, string>): Promise<{ code: number; output: string }> => {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env["PATH"] ?? "", ...env },
  });
  let output = "";
  child.stdout.on("data", (bytes) => (output += bytes));
  child.stderr.on("data", (bytes) => (output += bytes));
  const [code] = (await once(child, "close")) as [number];
  return { code, output };
};

const childrenOf = (pid: number): number[] =>
  execFileSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" })
    .split("\n")
    .filter(Boolean)
    .map(Number);

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe("starting", () => {
  test("without music, it says how to get a first song", async () => {
    const folder = await mkdtemp(join(tmpdir(), "segue-life-"));
    cleanUp.push(() => rm(folder, { recursive: true }));
    const server = await startServer({ dataDir: folder });
    const script = join(import.meta.dirname, "../../functions/local/first-song.ts");
    const output = execFileSync(process.execPath, [script], {
      env: { ...process.env, SEGUE_URL: server.url },
      encoding: "utf8",
    });
    expect(output).toContain(`Listen at ${server.url}/`);
    const [song] = (await (await fetch(server.crud("songs"))).json()) as Song[];
    expect(await until(server, song?.id ?? "", isDone)).toMatchObject({
      state: "ready",
      title: "First song",
    });
    expect(await server.stop()).toBe(0);
  });

  test("on a port that is taken, it says so", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    cleanUp.push(() => void other.close());
    const { port } = other.address() as { port: number };
    const folder = await mkdtemp(join(tmpdir(), "segue-life-"));
    cleanUp.push(() => rm(folder, { recursive: true }));
    const { code, output } = await runToEnd({ PORT: String(port), DATA_DIR: folder });
    expect(code).toBe(1);
    expect(output).toContain("PORT=8081 npm start");
  });

  test.each<[string, Record<string, string>, string]>([
    ["open to others without a token", { HOST: "0.0.0.0" }, "SEGUE_TOKEN"],
    ["with settings that are wrong", { PORT: "x", SEGUE_MAX_HOURS: "y" }, "SEGUE_MAX_HOURS"],
    ["without ffmpeg", { FFMPEG_PATH: "/nowhere/ffmpeg" }, "Install it"],
    [
      "on a MongoDB that is not there",
      { MONGODB_URI: "mongodb://127.0.0.1:9" },
      "MongoDB does not answer",
    ],
  ])("%s, it ends with a reason and no stack", async (_, env, reason) => {
    const { code, output } = await runToEnd(env);
    expect(code).toBe(1);
    expect(output).toContain(reason);
    expect(output).not.toMatch(/\n\s+at /);
  });
});

describe("ending", () => {
  test("by Ctrl-C, in the middle of an upload, an encoding and a poll, is quick and clean, and the song goes on later", async () => {
    const folder = await mkdtemp(join(tmpdir(), "segue-life-"));
    cleanUp.push(() => rm(folder, { recursive: true }));
    const wav = await made("-f lavfi -i anoisesrc=d=120:r=44100:seed=3 -ac 2", "wav");
    const server = await startServer({ dataDir: folder });
    const { id } = await upload(server, wav);
    await until(server, id, ({ playable }) => playable);
    const body = slowBody(wav);
    const answer = post(server, body).catch((error: Error) => error);
    body.allow(1_000_000);
    const { cursor } = (await (await fetch(server.crud("changes"))).json()) as { cursor: string };
    const poll = fetch(server.crud(`changes?after=${cursor}&wait=50`)).catch(
      (error: Error) => error,
    );
    const children = childrenOf(server.pid);
    expect(children).not.toEqual([]);
    expect(await server.stop()).toBe(0);
    await Promise.all([answer, poll]);
    expect(children.filter(isRunning)).toEqual([]);

    const again = await startServer({ dataDir: folder });
    cleanUp.push(() => again.stop());
    expect(await until(again, id, isDone)).toMatchObject({ state: "ready", duration: 120 });
  });
});

describe.skipIf(!inject("mongodbUri"))("when MongoDB", () => {
  test("is away, answers are 503 and the process goes on; when it is back, so is everything", async () => {
    const uri = new URL(database(inject("mongodbUri") ?? "", `segue-life-${newId()}`));
    const proxy = await startProxy({ host: uri.hostname, port: Number(uri.port) });
    cleanUp.push(() => proxy.close());
    uri.port = String(proxy.port);
    const server = await startServer({ env: { MONGODB_URI: uri.href } });
    cleanUp.push(() => server.stop());
    const tone = await made("-f lavfi -i sine=440:d=3:r=44100", "flac");
    const song = await ingest(server, tone);
    proxy.freeze();
    const list = await fetch(server.crud("songs"));
    expect(list.headers.get("Retry-After")).toBe("2");
    await expectProblem(list, 503, "store-away");
    await expectProblem(await post(server, new Uint8Array(tone)), 503, "store-away");
    await expectProblem(await fetch(server.crud("readyz")), 503, "store-away");
    expect((await fetch(server.crud("healthz"))).status).toBe(200);
    proxy.thaw();
    proxy.cut();
    await expect
      .poll(async () => (await fetch(server.crud("readyz"))).status, { timeout: 30_000 })
      .toBe(200);
    expect(await getSong(server, song.id)).toMatchObject({ state: "ready" });
    expect(await ingest(server, tone)).toMatchObject({ state: "ready" });
  });
});

describe.skipIf(process.getuid?.() !== 0)("when the disk", () => {
  const aDisk = async (megabytes: number): Promise<string> => {
    const disk = await mkdtemp(join(tmpdir(), "segue-full-"));
    cleanUp.push(() => rm(disk, { recursive: true }));
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", disk]);
    cleanUp.push(() => void execFileSync("umount", [disk]));
    return disk;
  };

  test("is full, uploads are refused with 507, what is there stays, and can be deleted", async () => {
    // What is refused before it begins is tested elsewhere.
    const env = { SEGUE_MIN_FREE_GB: "0" };
    const server = await startServer({ dataDir: await aDisk(96), env });
    cleanUp.push(() => server.stop());
    const tone = await made("-f lavfi -i sine=440:d=3:r=44100", "flac");
    const song = await ingest(server, tone);
    const large = await made("-f lavfi -i anoisesrc=d=420:r=44100:seed=4 -ac 2", "wav");
    await expectProblem(await post(server, new Uint8Array(large)), 507, "store-full");
    expect(await getSong(server, song.id)).toMatchObject({ state: "ready", playable: true });
    expect((await fetch(server.stream(song, "main.m3u8"))).status).toBe(200);
    const songs = (await (await fetch(server.crud("songs"))).json()) as Song[];
    expect(songs.map(({ state, playable }) => `${state} ${playable}`)).toEqual([
      "failed false",
      "ready true",
    ]);
    expect(songs[0]).toMatchObject({ size: 0, reason: { type: "urn:segue:problem:store-full" } });
    await expectProblem(await post(server, new Uint8Array(large)), 507, "store-full");
    const removed = await fetch(server.crud(`songs/${song.id}`), { method: "DELETE" });
    expect(removed.status).toBe(204);
    const restored = await fetch(server.crud(`songs/${song.id}/restore`), { method: "POST" });
    expect(restored.status).toBe(200);
    // What was refused has given its room back.
    const medium = await made("-f lavfi -i anoisesrc=d=120:r=44100:seed=5 -ac 2", "wav");
    await expect.poll(async () => (await post(server, new Uint8Array(medium))).status).toBe(201);
  });

  test("is filled by others to the last byte, the log tells of it once", async () => {
    const disk = await aDisk(64);
    const server = await startServer({ dataDir: disk, env: { SEGUE_MIN_FREE_GB: "0" } });
    cleanUp.push(() => server.stop());
    const wav = await made("-f lavfi -i anoisesrc=d=60:r=44100:seed=4", "wav");
    const { id } = await upload(server, wav);
    try {
      await writeFile(join(disk, "others"), Buffer.alloc(64 * 1024 * 1024));
    } catch {
      // It takes what there is.
    }
    const told = () => server.log.filter(({ msg }) => msg === "the store does not give out work");
    await expect.poll(() => told().length, { timeout: 60_000 }).toBe(1);
    for (let n = 0; n < 3; n++) await getSong(server, id);
    await rm(join(disk, "others"));
    expect(await until(server, id, isDone)).toMatchObject({ state: "ready" });
    expect(told()).toHaveLength(1);
  });
});
