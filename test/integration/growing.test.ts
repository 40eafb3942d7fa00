/** A song that is played while it is being uploaded. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Song } from "../../api-client/contract.ts";
import { manifestAt, parseManifest } from "../support/hls.ts";
import { getSong, isDone, post, type Server, startServer, until } from "../support/server.ts";
import { slowBody } from "../support/slow.ts";
import { made } from "../support/sound.ts";

let server: Server;
let wav: Buffer;
let m4a: Buffer;

beforeAll(async () => {
  server = await startServer();
  wav = await made("-f lavfi -i sine=440:d=60:r=44100 -ac 2", "wav");
  m4a = await made("-f lavfi -i sine=440:d=60:r=44100 -c:a aac", "m4a");
});
afterAll(() => server.stop());

const bytesPerSecond = 44_100 * 4;

/** The song of an upload that is under way: the newest one. */
const newest = async (): Promise<Song> => {
  for (;;) {
    const [song] = (await (
      await fetch(server.crud("songs?limit=1&state=uploading"))
    ).json()) as Song[];
    if (song) return song;
  }
};

const text = async (song: Song, name: string): Promise<string> =>
  (await fetch(server.stream(song, name))).text();

describe("while its bytes still come", () => {
  test("a song plays, its playlists are EVENTs that grow, and at the end they are VOD", async () => {
    const body = slowBody(wav);
    const answer = post(server, body, { query: { title: "Growing" } });
    body.allow(bytesPerSecond * 20);
    const { id } = await newest();
    const playable = await until(server, id, (song) => song.playable);
    expect(playable).toMatchObject({ state: "uploading", title: "Growing" });
    expect(playable).not.toHaveProperty("duration");

    const { playlists = [] } = await manifestAt(server.stream(playable, "main.m3u8"));
    expect(playlists).toHaveLength(4);
    const media = playlists[0]?.uri ?? "";
    // 20 s have come: 2 + 6 + 6 are sure, and the next segment is not yet complete.
    await until(server, id, ({ start }) => (start?.durations.length ?? 0) >= 3);
    const growing = parseManifest(await text(playable, media));
    expect(growing).toMatchObject({
      playlistType: "EVENT",
      start: { timeOffset: 0, precise: true },
      targetDuration: 6,
    });
    expect(growing.endList).toBeFalsy();

    body.allow(bytesPerSecond * 40);
    await until(server, id, ({ start }) => (start?.durations.length ?? 0) >= 6);
    const later = parseManifest(await text(playable, media));
    expect(later.segments.slice(0, growing.segments.length)).toEqual(growing.segments);

    body.allow();
    expect((await answer).status).toBe(201);
    const done = await until(server, id, isDone);
    expect(done).toMatchObject({ state: "ready", duration: 60 });
    // Streaming may keep a playlist for a second.
    const read = async () => parseManifest(await text(playable, media));
    await expect.poll(read).toMatchObject({ playlistType: "VOD", endList: true });
    const finished = await read();
    expect(finished.segments.slice(0, later.segments.length)).toEqual(later.segments);
    const { sha256 } = { sha256: createHash("sha256").update(wav).digest("hex") };
    const original = await fetch(server.crud(`songs/${id}/original`));
    expect(original.headers.get("ETag")).toBe(`"${sha256}"`);
    expect(Buffer.from(await original.arrayBuffer()).equals(wav)).toBe(true);
  });

  test("an m4a whose index comes last is prepared as soon as it is complete", async () => {
    const body = slowBody(m4a);
    const answer = post(server, body, { query: { title: "Index last" } });
    body.allow(m4a.length - 100);
    const { id } = await newest();
    await until(server, id, ({ uploaded }) => uploaded >= m4a.length - 100);
    expect(await getSong(server, id)).toMatchObject({ state: "uploading", playable: false });
    body.allow();
    expect((await answer).status).toBe(201);
    expect(await until(server, id, isDone)).toMatchObject({ state: "ready" });
  });

  /** A worker that was just writing its playlist takes it back as it lets go of the song. */
  const untilUnplayable = async (song: Song): Promise<void> => {
    const status = async () => (await fetch(server.stream(song, "main.m3u8"))).status;
    await expect.poll(status, { timeout: 20_000 }).toBe(404);
  };

  test("a song whose line is cut fails, and nobody can start it", async () => {
    const body = slowBody(wav);
    const answer = post(server, body, { query: { title: "Cut" } });
    body.allow(bytesPerSecond * 20);
    const { id } = await newest();
    const song = await until(server, id, ({ playable }) => playable);
    body.breakOff();
    await expect(answer).rejects.toThrow();
    const failed = await until(server, id, isDone);
    expect(failed).toMatchObject({
      state: "failed",
      playable: false,
      size: 0,
      reason: { type: "urn:segue:problem:upload-interrupted", detail: "Upload the file again." },
    });
    await untilUnplayable(song);
    const again = await fetch(server.crud(`songs/${id}/encode`), { method: "POST" });
    expect(again.status).toBe(422);
  });

  test("a song that is deleted takes no more bytes, and its worker lets go of it", async () => {
    const body = slowBody(wav);
    const answer = post(server, body, { query: { title: "Unwanted" } });
    body.allow(bytesPerSecond * 20);
    const { id } = await newest();
    const song = await until(server, id, ({ playable }) => playable);
    expect((await fetch(server.crud(`songs/${id}`), { method: "DELETE" })).status).toBe(204);
    body.allow();
    expect((await answer).status).toBe(410);
    await untilUnplayable(song);
    await expect
      .poll(() =>
        server.log.some(({ msg, songId }) => msg === "song left to others" && songId === id),
      )
      .toBe(true);
  });

  test("many songs at once all become ready", async () => {
    const short = await made("-f lavfi -i sine=440:d=5:r=44100", "flac");
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        post(server, new Uint8Array(short), { query: { title: `${n}` } }),
      ),
    );
    const songs = await Promise.all(answers.map(async (answer) => (await answer.json()) as Song));
    const done = await Promise.all(songs.map(({ id }) => until(server, id, isDone)));
    expect(done.map(({ state }) => state)).toEqual(Array(12).fill("ready"));
  });
});
