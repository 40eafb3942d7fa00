import { expect, test } from "vitest";
import { readFileTags } from "../../../functions/core/audio/tags.ts";
import { run } from "../../support/sound.ts";

const sourceOf = (bytes: Uint8Array) => ({
  size: bytes.length,
  read: async (start: number, end: number) => bytes.subarray(start, end),
});

const tagsOf = async (bytes: Uint8Array) => (await readFileTags(sourceOf(bytes), false)).tags;

const made = (format: string, options: string, tags: Readonly<Record<string, string>>) => {
  const metadata = Object.entries(tags).flatMap(([name, value]) => [
    "-metadata",
    `${name}=${value}`,
  ]);
  const input = "-v error -f lavfi -i sine=440:d=1".split(" ");
  const output = `${options} -f ${format} pipe:1`.split(" ");
  return run("ffmpeg", [...input, ...metadata, ...output]);
};

const id = (digit: number): string => `${String(digit).repeat(8)}-1111-4222-8333-444444444444`;

test.each([
  ["mp3", "-c:a libmp3lame"],
  ["ogg", "-c:a libvorbis"],
  ["flac", "-c:a flac"],
])("all that a listener uses of an %s", async (format, options) => {
  const bytes = await made(format, options, {
    title: "Song",
    artist: "Ada",
    album: "Fruit",
    album_artist: "Various",
    track: "3/12",
    disc: "1/2",
    composer: "Bob",
    REPLAYGAIN_TRACK_GAIN: "-7.52 dB",
    REPLAYGAIN_TRACK_PEAK: "0.98",
    REPLAYGAIN_ALBUM_GAIN: "+1.5 dB",
    ...(format === "mp3"
      ? { "MusicBrainz Album Id": id(1), "MusicBrainz Artist Id": id(2) }
      : { MUSICBRAINZ_ALBUMID: id(1), MUSICBRAINZ_ARTISTID: id(2) }),
  });
  expect(await tagsOf(bytes)).toMatchObject({
    title: "Song",
    artist: "Ada",
    album: "Fruit",
    trackNumber: 3,
    trackCount: 12,
    discNumber: 1,
    discCount: 2,
    composer: "Bob",
    trackGain: -7.52,
    trackPeak: 0.98,
    albumGain: 1.5,
    musicBrainzAlbumId: id(1),
    musicBrainzArtistId: id(2),
  });
});

test("absurd measures and ids are passed over", async () => {
  const bytes = await made("flac", "-c:a flac", {
    title: "Song",
    REPLAYGAIN_TRACK_GAIN: "1e9 dB",
    REPLAYGAIN_TRACK_PEAK: "loud",
    MUSICBRAINZ_ALBUMID: "<script>",
  });
  expect(await tagsOf(bytes)).toEqual({ title: "Song" });
});

const synchsafe = (length: number): Buffer =>
  Buffer.from([21, 14, 7, 0].map((bits) => (length >> bits) & 0x7f));

/** An ID3v2.3 tag with one text frame: `encoding` is what it claims. */
const tagged = (name: string, encoding: number, text: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from([encoding]), text]);
  const header = Buffer.alloc(10);
  header.write(name);
  header.writeUInt32BE(body.length, 4);
  const frames = Buffer.concat([header, body]);
  return Buffer.concat([Buffer.from("ID3\x03\0\0"), synchsafe(frames.length), frames]);
};

test.each([
  ["Windows' marks in Latin-1", "Don’t", 0, Buffer.from("Don\x92t", "latin1")],
  ["Shift-JIS in Latin-1", "さくら", 0, Buffer.from([0x82, 0xb3, 0x82, 0xad, 0x82, 0xe7])],
  ["UTF-8 in Latin-1", "Björk", 0, Buffer.from("Björk")],
  ["UTF-16 without a mark", "Björk", 1, Buffer.from("Björk", "utf16le")],
  [
    "UTF-16 of the other order without a mark",
    "Björk",
    1,
    Buffer.from("Björk", "utf16le").swap16(),
  ],
  ["Latin-1", "Björk", 0, Buffer.from("Björk", "latin1")],
])("a title in %s comes out readable", async (_, meant, encoding, text) => {
  const sound = await made("mp3", "-c:a libmp3lame -id3v2_version 0", {});
  const bytes = Buffer.concat([tagged("TIT2", encoding, text), sound]);
  expect((await tagsOf(bytes)).title).toBe(meant);
});

test("a tag of hundreds of megabytes is never read", async () => {
  const size = 250_000_000;
  const start = Buffer.concat([Buffer.from("ID3\x03\0\0"), synchsafe(size), Buffer.alloc(100_000)]);
  const lengths: number[] = [];
  const source = {
    size: size + 1_000,
    read: async (from: number, to: number) => {
      lengths.push(to - from);
      return start.subarray(from, to);
    },
  };
  expect(await readFileTags(source, true)).toEqual({ tags: {} });
  expect(Math.max(...lengths)).toBeLessThan(65_000_000);
});
