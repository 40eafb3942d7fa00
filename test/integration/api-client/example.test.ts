/** The README's program does what it says. */
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runProgram } from "../../support/cli.ts";
import { type Server, startServer } from "../../support/server.ts";
import { made } from "../../support/sound.ts";

const root = join(import.meta.dirname, "../../..");

let server: Server;
let folder: string;
beforeEach(async () => {
  server = await startServer();
  folder = await mkdtemp(join(tmpdir(), "segue-example-"));
});
afterEach(async () => {
  await server.kill();
  await rm(folder, { recursive: true });
});

const theProgram = async (): Promise<string> => {
  const readme = await readFile(join(root, "README.md"), "utf8");
  const section = readme.split("\n## From a program\n")[1] ?? "";
  return /```ts\n(.*?)```/s.exec(section)?.[1] ?? "";
};

test("the README's program inserts four songs, finds them, and deletes them", async () => {
  await symlink(join(root, "api-client"), join(folder, "api-client"));
  await writeFile(join(folder, "example.ts"), await theProgram());
  for (const name of ["one.flac", "two.mp3", "three.ogg", "four.wav"])
    await writeFile(
      join(folder, name),
      await made("-f lavfi -i sine=d=1", name.split(".")[1] ?? ""),
    );

  const env = { SEGUE_URL: server.url };
  const { code, stdout, stderr } = await runProgram(process.execPath, ["example.ts"], {
    cwd: folder,
    env,
  });

  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const lines = stdout.trimEnd().split("\n");
  const titles = lines.slice(0, 4).map((line) => line.split(" ")[1]);
  expect(titles).toEqual(["four", "one", "three", "two"]);
  expect(lines.slice(4, 10)).toEqual(["one", "two", "three", "four", "undefined", "undefined"]);
  expect(lines[10]).toMatch(/^not-audio No sound found/);
  expect(await (await fetch(server.crud("songs"))).json()).toEqual([]);
});
