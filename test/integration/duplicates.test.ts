/** The same file more than once: the first is the song, and clients can ask before they send. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Song } from "../../api-client/contract.ts";
import { getSong, ingest, isDone, type Server, startServer, until } from "../support/server.ts";
import { made } from "../support/sound.ts";

let server: Server;
let tone: Buffer;
beforeAll(async () => {
  server = await startServer();
  tone = await made("-f lavfi -i sine=440:d=2:r=44100", "wav");
});
afterAll(() => server.stop());

const fingerprint = (bytes: Uint8Array): string => {
  const ends = [bytes.subarray(0, 65_536), bytes.subarray(-65_536)];
  const hash = createHash("sha256");
  for (const end of bytes.length < 131_072 ? [bytes] : ends) hash.update(end);
  return `${bytes.length}-${hash.digest("hex")}`;
};

const byTus = async (bytes: Uint8Array, announced: string): Promise<Song> => {
  const response = await fetch(server.crud("uploads"), {
    method: "POST",
    headers: {
      "Tus-Resumable": "1.0.0",
      "Upload-Length": String(bytes.length),
      "Upload-Metadata": `fingerprint ${Buffer.from(announced).toString("base64")}`,
      "Content-Type": "application/offset+octet-stream",
    },
    body: new Uint8Array(bytes),
  });
  expect(response.status).toBe(201);
  return until(server, response.headers.get("Location")?.split("/").at(-1) ?? "", isDone);
};

const remove = (id: string) => fetch(server.crud(`songs/${id}`), { method: "DELETE" });
const restore = (id: string) => fetch(server.crud(`songs/${id}/restore`), { method: "POST" });
const originalOf = async ({ id }: Song) => (await getSong(server, id)).duplicateOf;

test("copies say of which song they are, whatever is deleted and restored", async () => {
  const first = await ingest(server, tone, { query: { title: "One" } });
  expect(first.duplicateOf).toBeUndefined();
  const [second, third] = await Promise.all([ingest(server, tone), ingest(server, tone)]);
  expect([second.duplicateOf, third.duplicateOf]).toEqual([first.id, first.id]);
  await remove(first.id);
  const heir = second.addedAt < third.addedAt ? second : third;
  const other = heir === second ? third : second;
  expect([await originalOf(heir), await originalOf(other)]).toEqual([undefined, heir.id]);
  await restore(first.id);
  expect([await originalOf(heir), await originalOf(other)]).toEqual([first.id, first.id]);
  expect(await originalOf(first)).toBeUndefined();
});

test("of copies that come at the same time, one is the song", async () => {
  const file = await made("-f lavfi -i sine=523:d=2:r=44100", "wav");
  const songs = await Promise.all([1, 2, 3, 4].map(() => ingest(server, file)));
  await expect
    .poll(async () => {
      const originals = await Promise.all(songs.map(originalOf));
      return new Set(originals.filter((id) => id !== undefined)).size;
    })
    .toBe(1);
  const originals = await Promise.all(songs.map(originalOf));
  expect(originals.filter((id) => id === undefined)).toHaveLength(1);
});

test("whoever knows a file's fingerprint finds the song before and after it is sent", async () => {
  const file = await made("-f lavfi -i sine=660:d=9:r=44100", "wav");
  const find = async () => {
    const response = await fetch(server.crud(`songs?fingerprint=${fingerprint(file)}`));
    return ((await response.json()) as Song[]).map(({ id }) => id);
  };
  expect(await find()).toEqual([]);
  const song = await byTus(file, fingerprint(file));
  expect(song).toMatchObject({ state: "ready", fingerprint: fingerprint(file) });
  expect(await find()).toEqual([song.id]);
});

test("a file that is not the one that was announced fails", async () => {
  const other = fingerprint(Buffer.concat([tone.subarray(0, -1), Buffer.from([1])]));
  const song = await byTus(tone, other);
  expect(song).toMatchObject({ state: "failed", playable: false });
  expect(song.reason?.type).toBe("urn:segue:problem:upload-mismatch");
});
