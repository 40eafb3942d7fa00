/** `segue export` and `segue import`: a library to a folder and back. */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Song, Tags } from "../../../api-client/contract.ts";
import { runSegue } from "../../support/cli.ts";
import { getSong, ingest, isDone, type Server, startServer, until } from "../../support/server.ts";
import { made } from "../../support/sound.ts";

const tone = (frequency: number, ending: string): Promise<Buffer> =>
  made(
    `-f lavfi -i sine=${frequency}:d=1 -metadata artist=File -metadata genre=Filed -metadata date=1970`,
    ending,
  );

const picture = await made("-f lavfi -i color=c=orange:s=64x64 -frames:v 1", "png");

let from: Server;
let to: Server;
let folder: string;
let library: readonly Song[];

const edit = (song: Song, change: object): Promise<Response> =>
  fetch(from.crud(`songs/${song.id}`), {
    method: "PATCH",
    headers: { "Content-Type": "application/merge-patch+json" },
    body: JSON.stringify(change),
  });

beforeAll(async () => {
  from = await startServer();
  const plain = await ingest(from, await tone(300, "flac"), { query: { filename: "plain.flac" } });
  const query = { filename: "odd: name?.mp3", album: "Slash/Album", compilation: "true" };
  const odd = await ingest(from, await tone(400, "mp3"), { query });
  const first = await ingest(from, await tone(500, "ogg"), { query: { filename: "same.ogg" } });
  const second = await ingest(from, await tone(600, "ogg"), { query: { filename: "same.ogg" } });
  const nameless = await ingest(from, await tone(700, "wav"), { query: { title: "../up" } });
  await edit(odd, { genre: null, year: 2020, lyrics: "La la la.\n".repeat(5_000) });
  await edit(nameless, { artist: null });
  const songs = [plain, odd, first, second, nameless];
  library = await Promise.all(songs.map(({ id }) => getSong(from, id)));
});
afterAll(() => from.kill());

beforeEach(async () => {
  to = await startServer();
  folder = await mkdtemp(join(tmpdir(), "segue-export-"));
});
afterEach(async () => {
  await to.kill();
  await rm(folder, { recursive: true });
});

const segue = (command: string, server: Server) =>
  runSegue([command, folder], { env: { SEGUE_URL: server.url } });

const original = async (server: Server, { id }: Song): Promise<string> =>
  Buffer.from(await (await fetch(server.crud(`songs/${id}/original`))).arrayBuffer()).toString(
    "base64",
  );

const tagsOf = (song: Song): object =>
  Object.fromEntries(Object.keys(Tags.shape).map((name) => [name, song[name as keyof Tags]]));

const listed = async (server: Server): Promise<Song[]> => {
  const songs = (await (await fetch(server.crud("songs?order=asc"))).json()) as Song[];
  return Promise.all(songs.map(({ id }) => until(server, id, isDone)));
};

test("a library that was exported and imported has the same files and the same tags", async () => {
  const exported = await segue("export", from);
  expect(exported).toMatchObject({ code: 0, stderr: "" });
  expect(exported.stdout).toMatch(/5 songs exported\.\n$/);
  const files = await readdir(folder, { recursive: true });
  expect(files).toEqual(
    expect.arrayContaining([
      "File/plain.flac",
      "File/plain.flac.json",
      "File/Slash_Album/odd_ name_.mp3",
      "File/same.ogg",
      `File/same ${library[3]?.id}.ogg`,
    ]),
  );

  const imported = await segue("import", to);
  expect(imported).toMatchObject({ code: 0, stderr: "" });
  expect(imported.stdout).toMatch(/5 songs uploaded\.\n$/);
  const there = await listed(to);
  expect(there).toHaveLength(library.length);
  for (const song of library) {
    const same = there.find(({ fingerprint }) => fingerprint === song.fingerprint);
    expect(same?.state).toBe("ready");
    expect(tagsOf(same as Song)).toEqual(tagsOf(song));
    expect(await original(to, same as Song)).toBe(await original(from, song));
  }
});

test("covers that people chose, took away, or that lay beside the file come back", async () => {
  const [, odd, first, second] = library;
  const put = (song: Song | undefined, query = "") =>
    fetch(from.crud(`songs/${song?.id}/cover${query}`), {
      method: "PUT",
      headers: { "Content-Type": "image/png" },
      body: new Uint8Array(picture),
    });
  await put(odd);
  await put(first, "?from=folder");
  await fetch(from.crud(`songs/${second?.id}/cover`), { method: "DELETE" });
  await segue("export", from);
  expect(await segue("import", to)).toMatchObject({ code: 0, stderr: "" });
  const revisions = async () => (await listed(to)).map(({ revision }) => revision);
  const before = await revisions();
  expect(await segue("import", to)).toMatchObject({ code: 0, stderr: "" });
  expect(await revisions()).toEqual(before);
  const there = await listed(to);
  const same = (song: Song | undefined) =>
    there.find(({ fingerprint }) => fingerprint === song?.fingerprint);
  expect([odd, first, second].map(same)).toMatchObject([
    { coverFrom: "person", cover: {} },
    { coverFrom: "folder", cover: {} },
    { coverFrom: "person" },
  ]);
  expect(same(second)?.cover).toBeUndefined();
  const shown = same(odd);
  const image = await fetch(to.stream(shown as Song, shown?.cover?.urls["1024"] ?? ""));
  const { dominant } = await sharp(Buffer.from(await image.arrayBuffer())).stats();
  expect(dominant.r).toBeGreaterThan(200);
  expect(dominant.b).toBeLessThan(40);
});

test("both go on where they were stopped, and leave alone what is there", async () => {
  await segue("export", from);
  const plain = join(folder, "File/plain.flac");
  await rm(plain);
  const again = await segue("export", from);
  expect(again.stdout).toMatch(/1 song exported, 4 there already\.\n$/);
  expect((await readFile(plain)).length).toBe(library[0]?.uploaded);

  await segue("import", to);
  const [first] = await listed(to);
  await fetch(to.crud(`songs/${first?.id}`), {
    method: "PATCH",
    headers: { "Content-Type": "application/merge-patch+json" },
    body: JSON.stringify({ title: "Edited since" }),
  });
  const imported = await segue("import", to);
  expect(imported).toMatchObject({ code: 0, stderr: "" });
  expect(imported.stdout).toMatch(/5 there already\.\n$/);
  expect((await getSong(to, first?.id ?? "")).title).toBe("Edited since");
});

test("neither replaces what is somebody else's, nor takes it for its own", async () => {
  await segue("export", from);
  await writeFile(join(folder, "File/plain.flac"), "mine");
  await writeFile(join(folder, "File/same.ogg.json"), '{"tags": 3}');
  const again = await segue("export", from);
  expect(again.code).toBe(1);
  expect(again.stderr).toMatch(/There is another file already/);
  expect(String(await readFile(join(folder, "File/plain.flac")))).toBe("mine");

  const imported = await segue("import", to);
  expect(imported.code).toBe(1);
  expect(imported.stderr).toMatch(/same\.ogg: Not written by segue export: .+same\.ogg\.json\n/);
  expect(imported.stdout).toMatch(/4 songs uploaded, 1 failed\.\n$/);
});

test("of a song whose file was not kept, the tags are written, and it is said", async () => {
  const keeping = await startServer({ env: { SEGUE_KEEP_ORIGINALS: "no" } });
  await ingest(keeping, await tone(300, "flac"), { query: { filename: "gone.flac" } });
  const { code, stderr } = await segue("export", keeping);
  await keeping.kill();
  expect(code).toBe(1);
  expect(stderr).toContain("The file of this song was not kept.");
  const notes = JSON.parse(await readFile(join(folder, "File/gone.flac.json"), "utf8")) as object;
  expect(notes).toMatchObject({ tags: { artist: "File", genre: "Filed" } });
});

test("a folder without an export is no library", async () => {
  expect(await segue("import", to)).toMatchObject({
    code: 1,
    stderr:
      "✖ Nothing in it was written by segue export.\n  segue upload takes folders of any music.\n",
  });
});

test("each says which folder it cannot use", async () => {
  const file = join(folder, "a file");
  await writeFile(file, "");
  const env = { SEGUE_URL: from.url };
  const exported = await runSegue(["export", file], { env });
  expect(exported.code).toBe(1);
  expect(exported.stderr).toBe(
    `✖ ${file}: It is there already, and no folder.\n  Choose another place.\n`,
  );
  // It says of a new folder that it is not there.
  expect(await runSegue(["export", "/proc/segue"], { env })).toMatchObject({
    code: 1,
    stderr: "✖ /proc/segue: It is not there.\n  Check the path.\n",
  });
  expect(await runSegue(["import", join(folder, "nowhere")], { env })).toMatchObject({
    code: 1,
    stderr: `✖ ${folder}/nowhere: It is not there.\n  Check the path.\n`,
  });
});
