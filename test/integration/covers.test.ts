/** Pictures of songs: those in the file, those that people put there, and those that mean harm. */
import { deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import sharp from "sharp";
import type { Album, Song } from "../../api-client/contract.ts";
import { expectProblem } from "../support/problems.ts";
import { getSong, ingest, type Server, startServer, until } from "../support/server.ts";
import { made } from "../support/sound.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer({ env: { SEGUE_MAX_COVER_MB: "1" } });
});
afterAll(() => server.stop());

type Colour = { readonly r: number; readonly g: number; readonly b: number };
const orange: Colour = { r: 230, g: 120, b: 20 };
const blue: Colour = { r: 20, g: 60, b: 200 };

const picture = (colour: Colour, width: number, height: number, format: "png" | "jpeg" = "png") =>
  sharp({ create: { width, height, channels: 3, background: colour } })
    .toFormat(format)
    .toBuffer();

const tone = "-f lavfi -i sine=440:d=2";
const attached = (size: string, codec: string) =>
  `${tone} -f lavfi -i color=c=0xE67814:s=${size}:r=1:d=1 -map 0:a -map 1:v -frames:v 1 -c:v ${codec} -disposition:v attached_pic -metadata album=Fruit -metadata artist=Ada`;

const put = (id: string, body: Uint8Array, type = "image/png", query = ""): Promise<Response> =>
  fetch(server.crud(`songs/${id}/cover${query}`), {
    method: "PUT",
    headers: { "Content-Type": type },
    body: new Uint8Array(body),
  });

type Shown = { readonly width: number; readonly height: number; readonly colour: Colour };

/** What a browser gets for a size. */
const shown = async (song: Song, size: number): Promise<Shown> => {
  const response = await fetch(server.stream(song, song.cover?.urls[size] ?? "none"));
  expect(response.status).toBe(200);
  expect(response.headers.get("Content-Type")).toBe("image/webp");
  expect(response.headers.get("Cache-Control")).toContain("immutable");
  const image = sharp(Buffer.from(await response.arrayBuffer()));
  const { width, height } = await image.metadata();
  const { dominant } = await image.stats();
  return { width, height, colour: dominant };
};

const near = (one: Colour, other: Colour): boolean =>
  Math.hypot(one.r - other.r, one.g - other.g, one.b - other.b) < 24;

const hexOf = (colour: string | undefined): Colour => {
  const [, r = "", g = "", b = ""] = /^#(..)(..)(..)$/.exec(colour ?? "") ?? [];
  return { r: Number.parseInt(r, 16), g: Number.parseInt(g, 16), b: Number.parseInt(b, 16) };
};

describe("the picture in a file", () => {
  test.each([
    ["mp3", "-c:a libmp3lame", "png"],
    ["mp3", "-c:a libmp3lame -id3v2_version 3", "mjpeg"],
    ["flac", "-c:a flac", "mjpeg"],
    ["m4a", "-c:a aac", "png"],
  ])("of an %s (%s, %s) comes in three sizes, with its colour", async (ending, options, codec) => {
    const file = await made(`${attached("1600x1200", codec)} ${options}`, ending);
    const song = await ingest(server, file);
    expect(song).toMatchObject({ state: "ready", album: "Fruit" });
    expect(Object.keys(song.cover?.urls ?? {})).toEqual(["96", "320", "1024"]);
    expect(near(hexOf(song.cover?.color), orange)).toBe(true);
    for (const size of [96, 320, 1024]) {
      const { width, height, colour } = await shown(song, size);
      expect([width, height]).toEqual([size, size * 0.75]);
      expect(near(colour, orange)).toBe(true);
    }
  });

  test("is never made larger than it is", async () => {
    const song = await ingest(server, await made(attached("200x200", "png"), "mp3"));
    expect((await shown(song, 1024)).width).toBe(200);
    expect((await shown(song, 96)).width).toBe(96);
  });

  test("is its album's, too", async () => {
    const albums = (await (await fetch(server.crud("albums"))).json()) as Album[];
    const album = albums.find(({ title }) => title === "Fruit");
    const url = new URL(
      album?.cover?.urls[320] ?? "",
      new URL(album?.streaming ?? "", server.crud("")),
    );
    expect((await fetch(url)).headers.get("Content-Type")).toBe("image/webp");
    expect(album?.loudness?.integrated).toBeCloseTo(-21, -1);
  });

  test("that is none does the song no harm", async () => {
    const whole = await picture(orange, 300, 300, "jpeg");
    const harm = [whole.subarray(0, whole.length / 2), Buffer.from("<svg xmlns='...'/>"), bomb()];
    for (const bytes of harm) {
      const file = await made(`${tone} -c:a libmp3lame -id3v2_version 0`, "mp3");
      const song = await ingest(server, Buffer.concat([id3With(bytes), file]));
      expect(song).toMatchObject({ state: "ready" });
      expect(song.cover).toBeUndefined();
    }
  });
});

/** An ID3v2.3 tag with one picture. */
const id3With = (image: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from("\0image/png\0\x03\0", "latin1"), image]);
  const size = (length: number) => [21, 14, 7, 0].map((bits) => (length >> bits) & 0x7f);
  const header = Buffer.alloc(10);
  header.write("APIC");
  header.writeUInt32BE(body.length, 4);
  const frame = Buffer.concat([header, body]);
  return Buffer.concat([Buffer.from("ID3\x03\0\0"), Buffer.from(size(frame.length)), frame]);
};

const pngChunk = (type: string, data: Buffer): Buffer => {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4);
  data.copy(chunk, 8);
  // The sum is for those who read on: the size alone is refused.
  return chunk;
};

/** A PNG of 30,000 by 30,000 pixels, in some hundred bytes. */
const bomb = (): Buffer => {
  const header = Buffer.from([0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30, 8, 2, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(Buffer.alloc(1_000))),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
};

describe("a cover that a person chooses", () => {
  let song: Song;
  beforeAll(async () => {
    song = await ingest(server, await made(attached("400x400", "png"), "flac"));
  });

  test("takes the place of the file's, whatever is done with the song", async () => {
    const response = await put(song.id, await picture(blue, 500, 500, "jpeg"), "image/jpeg");
    expect(response.status).toBe(200);
    const changed = (await response.json()) as Song;
    expect(changed.revision).toBe(song.revision + 1);
    expect(near(hexOf(changed.cover?.color), blue)).toBe(true);
    expect(near((await shown(changed, 320)).colour, blue)).toBe(true);
    await fetch(server.crud(`songs/${song.id}/encode`), { method: "POST" });
    const again = await until(server, song.id, ({ peaks }) => peaks !== song.peaks);
    expect(again.cover).toEqual(changed.cover);
  });

  test("can be replaced: the one before is gone, and can be taken away", async () => {
    const before = await getSong(server, song.id);
    const after = (await (await put(song.id, await picture(orange, 90, 60))).json()) as Song;
    const old = server.stream(song, before.cover?.urls[1024] ?? "");
    expect((await fetch(old, { cache: "no-store" })).status).toBe(404);
    expect(await shown(after, 96)).toMatchObject({ width: 90, height: 60 });
    const removed = await fetch(server.crud(`songs/${song.id}/cover`), { method: "DELETE" });
    expect(((await removed.json()) as Song).cover).toBeUndefined();
    expect((await getSong(server, song.id)).cover).toBeUndefined();
  });

  test("is not the one beside the file, which is shown where there is no other", async () => {
    const beside = await picture(blue, 60, 60);
    const putBeside = (id: string, body: Uint8Array) => put(id, body, "image/png", "?from=folder");
    const whole = await ingest(server, await made(attached("300x300", "png"), "flac"));
    const own = (await (await putBeside(whole.id, beside)).json()) as Song;
    expect(own).toMatchObject({ coverFrom: "file", cover: whole.cover, revision: 0 });
    const bare = await ingest(server, await made("-f lavfi -i sine=330:d=2", "flac"));
    const given = (await (await putBeside(bare.id, beside)).json()) as Song;
    expect(given).toMatchObject({ coverFrom: "folder", revision: 0 });
    expect(near(hexOf(given.cover?.color), blue)).toBe(true);
    const chosen = (await (await put(bare.id, await picture(orange, 60, 60))).json()) as Song;
    expect(near(hexOf(chosen.cover?.color), orange)).toBe(true);
    expect(await shown(given, 96)).toMatchObject({ width: 60 });
  });

  test("stands upright as the camera held it, and says nothing of where that was", async () => {
    const lying = await sharp(await picture(blue, 300, 200, "jpeg"))
      .withMetadata({ orientation: 6 })
      .withExifMerge({ IFD0: { Copyright: "Ada" } })
      .jpeg()
      .toBuffer();
    const changed = (await (await put(song.id, lying)).json()) as Song;
    expect(await shown(changed, 1024)).toMatchObject({ width: 200, height: 300 });
    const bytes = await fetch(server.stream(song, changed.cover?.urls[1024] ?? ""));
    expect(Buffer.from(await bytes.arrayBuffer()).includes("Ada")).toBe(false);
  });

  test.each<[string, number, string, () => Promise<Buffer> | Buffer]>([
    ["text", 415, "not-picture", () => Buffer.from("Dear Sir or Madam,")],
    [
      "a drawing that may name other files",
      415,
      "not-picture",
      () =>
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>'),
    ],
    ["sound", 415, "not-picture", () => made(tone, "wav")],
    ["a picture of 900 megapixels", 413, "picture-too-large", bomb],
    [
      "more bytes than are taken",
      413,
      "body-too-large",
      () => Buffer.alloc(1_100_000, "\xFF\xD8\xFF", "latin1"),
    ],
    [
      "half a picture",
      422,
      "unreadable-picture",
      async () => {
        const whole = await picture(orange, 900, 900, "jpeg");
        return whole.subarray(0, whole.length / 2);
      },
    ],
    ["nothing", 415, "unsupported-type", () => Buffer.alloc(0)],
  ])("%s is refused: %i", async (_, status, slug, make) => {
    const before = await getSong(server, song.id);
    await expectProblem(await put(song.id, await make()), status, slug);
    expect(await getSong(server, song.id)).toEqual(before);
  });

  test("comes as a picture, for a song that is there", async () => {
    const bytes = await picture(orange, 9, 9);
    await expectProblem(await put(song.id, bytes, "text/plain"), 415, "unsupported-type");
    await expectProblem(await put("A".repeat(21), bytes), 404, "unknown-song");
  });
});
