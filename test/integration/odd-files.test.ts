/** Whatever is uploaded harms nobody: it is refused, or ends with a reason, and ffmpeg opens nothing but its pipe. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createReadStream, openSync, type ReadStream } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Problem, type Song } from "../../api-client/contract.ts";
import { type OddFile, oddFiles } from "../support/odd-files.ts";
import { expectProblem } from "../support/problems.ts";
import { isDone, post, type Server, startServer, until } from "../support/server.ts";
import { made } from "../support/sound.ts";

const calls: string[] = [];
let canary: HttpServer;
beforeAll(async () => {
  canary = createServer((request, response) => {
    calls.push(request.url ?? "");
    response.end();
  }).listen(0, "127.0.0.1");
  await once(canary, "listening");
});
afterAll(() => void canary.close());

const address = (): string => `http://127.0.0.1:${(canary.address() as AddressInfo).port}`;

/** What became of a file: `415 not-audio`, `ready`, or `failed` with its reason. */
const fateOf = async (server: Server, { make }: OddFile): Promise<string> => {
  const bytes = await make(address());
  const response = await post(server, new Uint8Array(bytes), { query: { filename: "song.mp3" } });
  if (response.status !== 201) {
    const { type, detail } = Problem.parse(await response.json());
    expect(detail).toBeTruthy();
    return `${response.status} ${type.split(":").at(-1)}`;
  }
  const { id } = (await response.json()) as Song;
  const { state, reason } = await until(server, id, isDone);
  if (state === "ready") return state;
  expect(reason?.detail).toBeTruthy();
  return `${state} ${reason?.type.split(":").at(-1)}`;
};

/** Ours, which a file can never be the reason for. */
const ours = /internal|preparation-failed|store-/;

test(
  "every odd file is refused, or ends ready, or failed with a reason; and nobody is called",
  { timeout: 300_000 },
  async () => {
    const server = await startServer();
    const fates: Record<string, string> = {};
    for (const file of oddFiles(address())) fates[file.name] = await fateOf(server, file);
    await server.stop();
    expect(calls).toEqual([]);
    for (const [name, fate] of Object.entries(fates)) {
      expect(`${name}: ${fate}`).toMatch(/: (4\d\d [\w-]+|ready|failed [\w-]+)$/);
      expect(`${name}: ${fate}`).not.toMatch(ours);
    }
    const lists = Object.entries(fates).filter(([name]) =>
      /playlist|script|manifest|archive/.test(name),
    );
    for (const [name, fate] of lists.filter(([name]) => !name.startsWith("a matroska")))
      expect(`${name}: ${fate}`).toBe(`${name}: 415 not-audio`);
  },
);

const hasStrace = ((): boolean => {
  try {
    execFileSync("strace", ["-e", "trace=none", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasStrace)("ffmpeg, traced (needs strace)", () => {
  let folder: string;
  let trace: ReadStream;
  let traced = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "segue-trace-"));
    // What is bound may write no file: a pipe with a name is none.
    const pipe = join(folder, "trace");
    execFileSync("mkfifo", [pipe]);
    trace = createReadStream("", { fd: openSync(pipe, "r+"), encoding: "utf8" });
    trace.on("data", (text) => (traced += text));
    for (const name of ["ffmpeg", "ffprobe"]) {
      const strace = `strace -f -s 300 -e trace=open,openat,creat,socket,connect -o ${pipe}`;
      await writeFile(join(folder, name), `#!/bin/sh\nexec ${strace} ${name} "$@"\n`);
      await chmod(join(folder, name), 0o755);
    }
  });
  afterAll(async () => {
    trace.destroy();
    await rm(folder, { recursive: true });
  });

  /** Libraries, and what they look at to find out where they run. */
  const harmless =
    /^(\/usr)?(\/lib|\/etc\/(ld\.so|ssl|gcrypt|localtime)|\/proc\/|\/sys\/|\/dev\/null)/;

  test("opens nothing but its pipe and libraries, and no socket", async () => {
    const server = await startServer({ env: { FFMPEG_PATH: join(folder, "ffmpeg") } });
    const files = oddFiles(address()).filter(({ name }) => /elsewhere|attached/.test(name));
    for (const file of files) await fateOf(server, file);
    await server.stop();
    const opened = [...traced.matchAll(/\bopen(?:at)?\([^"\n]*"([^"]*)"[^)\n]*\) += \d/g)];
    expect(opened.length).toBeGreaterThan(100);
    const strange = new Set(opened.map(([, path = ""]) => path));
    expect([...strange].filter((path) => !harmless.test(path))).toEqual([]);
    expect(traced).not.toMatch(/AF_INET|connect\(/);
    expect(calls).toEqual([]);
  });
});

describe("a limit", () => {
  /** Whoever still sends is told at once. */
  const reasonFor = async (server: Server, body: Buffer): Promise<Song["reason"]> => {
    const response = await post(server, new Uint8Array(body));
    if (response.status !== 201) return Problem.parse(await response.json());
    const { id } = (await response.json()) as Song;
    return (await until(server, id, isDone)).reason;
  };

  const song = () => made("-f lavfi -i anoisesrc=d=60:r=44100 -ac 2", "wav");
  test.each<[string, Record<string, string>, string]>([
    ["of output", { SEGUE_MAX_OUTPUT_GB: "0.000001" }, "too-much-output"],
    ["of processor time", { SEGUE_MAX_CPU_SECONDS: "1" }, "too-slow"],
    ["of memory", { SEGUE_MAX_MEMORY_MB: "20" }, "too-complex"],
  ])("%s has its own problem, which names what raises it", async (_, env, slug) => {
    const server = await startServer({ env });
    const reason = await reasonFor(server, await song());
    await server.stop();
    expect(reason?.type).toBe(`urn:segue:problem:${slug}`);
    expect(reason?.detail).toContain(Object.keys(env)[0]);
  });

  test("of the file's own size refuses it before it is sent", async () => {
    const server = await startServer({ env: { SEGUE_MAX_FILE_GB: "0.000001" } });
    await expectProblem(await post(server, new Uint8Array(5_000)), 413, "file-too-large");
    await server.stop();
  });
});
