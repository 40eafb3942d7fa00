/** Files that nobody should trust: made by ffmpeg and by hand, each odd in its own way. */
import { deflateSync } from "node:zlib";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ffmpeg, made } from "./sound.ts";

export type OddFile = { readonly name: string; make(canary: string): Promise<Buffer> | Buffer };

const tone = "-f lavfi -i sine=440:d=2:r=44100";

const patched = (bytes: Buffer, at: number, patch: Uint8Array): Buffer => {
  const copy = Buffer.from(bytes);
  copy.set(patch, at);
  return copy;
};

const chunk = (type: string, data: Uint8Array): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length);
  head.write(type, 4);
  return Buffer.concat([head, data, Buffer.alloc(4)]);
};

/** A PNG of so many pixels each way, in a few kilobytes. */
const pictureBomb = (side: number): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc((side / 8 + 1) * side));
  const magic = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([
    magic,
    chunk("IHDR", header),
    chunk("IDAT", rows),
    chunk("IEND", Buffer.of()),
  ]);
};

const syncSafe = (length: number): Buffer =>
  Buffer.from([21, 14, 7, 0].map((shift) => (length >> shift) & 0x7f));

const id3 = (type: string, body: Uint8Array): Buffer => {
  const frame = Buffer.concat([Buffer.from(type), syncSafe(body.length), Buffer.of(0, 0), body]);
  return Buffer.concat([Buffer.from("ID3\x04\0\0", "latin1"), syncSafe(frame.length), frame]);
};

const withPicture = async (picture: Buffer): Promise<Buffer> => {
  const head = Buffer.from("\0image/png\0\x03\0", "latin1");
  const mp3 = await made(`${tone} -c:a libmp3lame`, "mp3");
  return Buffer.concat([id3("APIC", Buffer.concat([head, picture])), mp3]);
};

const mkvWithAttachment = async (canary: string): Promise<Buffer> => {
  const folder = await mkdtemp(join(tmpdir(), "segue-odd-"));
  try {
    await writeFile(join(folder, "list.m3u8"), `#EXTM3U\n#EXTINF:1,\n${canary}/a.ts\n`);
    const attach = `-attach ${join(folder, "list.m3u8")} -metadata:s:t mimetype=text/plain`;
    await ffmpeg(`${tone} ${attach} -c:a flac ${join(folder, "a.mka")}`);
    return await readFile(join(folder, "a.mka"));
  } finally {
    await rm(folder, { recursive: true });
  }
};

const box = (type: string, ...content: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4);
  return Buffer.concat([head, body]);
};

/** An m4a whose sound is said to lie in another file, at an address. */
const elsewhere = async (canary: string): Promise<Buffer> => {
  const m4a = await made(`${tone} -c:a aac -movflags +faststart`, "m4a");
  const local = Buffer.from("url \0\0\0\x01", "latin1");
  const at = m4a.indexOf(local);
  if (at < 0) throw new Error("No data reference in this m4a.");
  const named = box("url ", Buffer.alloc(4), Buffer.from(`${canary}/a.aac\0`));
  // The boxes around it are as long as before: the name runs into what follows.
  return patched(m4a, at - 4, named.subarray(0, Math.min(named.length, 64)));
};

const lists = (canary: string): OddFile[] =>
  [
    [
      "an HLS playlist",
      `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${canary}/a.ts\n#EXT-X-ENDLIST\n`,
    ],
    ["an HLS playlist after a mark of its encoding", `\uFEFF#EXTM3U\n#EXTINF:1,\n${canary}/a.ts\n`],
    ["an HLS playlist after empty lines", `\n\n#EXTM3U\n#EXTINF:1,\n${canary}/a.ts\n`],
    ["a PLS playlist", `[playlist]\nFile1=${canary}/a.mp3\nNumberOfEntries=1\n`],
    ["a script for ffmpeg", `ffconcat version 1.0\nfile '${canary}/a.mp3'\n`],
    ["a script for ffmpeg without its head", `file '${canary}/a.mp3'\n`],
    ["an ASX playlist", `<asx version="3.0"><entry><ref href="${canary}/a.mp3"/></entry></asx>`],
    [
      "an XSPF playlist",
      `<?xml version="1.0"?><playlist><location>${canary}/a</location></playlist>`,
    ],
    ["a DASH manifest", `<?xml version="1.0"?><MPD><BaseURL>${canary}/</BaseURL></MPD>`],
    [
      "a description of a stream",
      `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n`,
    ],
    ["metadata for ffmpeg", `;FFMETADATA1\ntitle=x\n`],
  ].map(([name = "", text = ""]) => ({ name, make: () => Buffer.from(text) }));

const zipped = Buffer.from("PK\x03\x04\x14\0\0\0\x08\0", "latin1");

/** `canary`: an address that nobody may ever call. */
export const oddFiles = (canary: string): readonly OddFile[] => [
  ...lists(canary),
  {
    name: "a tag that is followed by a playlist",
    make: () =>
      Buffer.concat([id3("TIT2", Buffer.from("\0x")), Buffer.from(`#EXTM3U\n${canary}/a.ts\n`)]),
  },
  {
    name: "an archive with a song's tag before it",
    make: () => Buffer.concat([id3("TIT2", Buffer.from("\0x")), zipped, Buffer.alloc(70_000)]),
  },
  {
    name: "a tag that says it is longer than the file",
    make: () =>
      Buffer.concat([
        Buffer.from("ID3\x04\0\0\x7f\x7f\x7f\x7f", "latin1"),
        Buffer.alloc(100_000, 1),
      ]),
  },
  { name: "an m4a whose sound lies elsewhere", make: () => elsewhere(canary) },
  { name: "a matroska with a playlist attached", make: () => mkvWithAttachment(canary) },
  { name: "a picture bomb", make: () => withPicture(pictureBomb(24_000)) },
  {
    name: "a picture that is none",
    make: () => withPicture(Buffer.from("\x89PNG not at all", "latin1")),
  },
  {
    name: "a wav of no rate",
    make: async () => patched(await made(tone, "wav"), 24, Buffer.alloc(8)),
  },
  {
    name: "a wav of 65535 channels",
    make: async () => patched(await made(tone, "wav"), 22, Buffer.of(255, 255)),
  },
  {
    name: "a wav of four gigabytes, as it says",
    make: async () =>
      patched(await made(`${tone} -bitexact`, "wav"), 40, Buffer.of(0xfe, 0xff, 0xff, 0xff)),
  },
  {
    name: "a flac whose header lies about its length",
    make: async () => patched(await made(tone, "flac"), 22, Buffer.of(0xff, 0xff, 0xff, 0xff)),
  },
  {
    name: "a flac with bits turned over in its middle",
    make: async () => {
      const flac = await made(tone, "flac");
      return patched(flac, flac.length / 2, Buffer.alloc(2_000, 0xa5));
    },
  },
  {
    name: "an mp3 with bits turned over in its middle",
    make: async () => {
      const mp3 = await made(`${tone} -c:a libmp3lame`, "mp3");
      return patched(mp3, mp3.length / 2, Buffer.alloc(2_000, 0xff));
    },
  },
  {
    name: "an ogg of which only the headers came",
    make: async () => (await made(`${tone} -c:a libvorbis`, "ogg")).subarray(0, 4_000),
  },
  {
    name: "two songs in one ogg",
    make: async () => {
      const ogg = await made(`${tone} -c:a libvorbis`, "ogg");
      return Buffer.concat([ogg, ogg]);
    },
  },
  {
    name: "two mp3 of other rates in one",
    make: async () =>
      Buffer.concat([
        await made(`${tone} -c:a libmp3lame`, "mp3"),
        await made("-f lavfi -i sine=440:d=2:r=22050 -c:a libmp3lame", "mp3"),
      ]),
  },
  {
    name: "an mp4 with an index full of noise",
    make: async () => {
      const m4a = await made(`${tone} -c:a aac -movflags +faststart`, "m4a");
      return patched(m4a, m4a.indexOf("stsz") + 12, Buffer.alloc(40, 0xff));
    },
  },
  {
    name: "an mp4 whose boxes are longer than anything",
    make: () =>
      Buffer.concat([
        Buffer.from("\0\0\0\x18ftypM4A \0\0\0\0M4A isom", "latin1"),
        Buffer.from("\xff\xff\xff\xffmoov", "latin1"),
        Buffer.alloc(2_000),
      ]),
  },
  {
    name: "a song of one sample",
    make: () => made("-f lavfi -i anullsrc -frames:a 1 -af atrim=end_sample=1", "wav"),
  },
  {
    name: "a song of eight channels",
    make: () =>
      made(
        "-f lavfi -i sine=440:d=2:r=48000 -af pan=7.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0|c6=c0|c7=c0",
        "flac",
      ),
  },
  {
    name: "floats that are no numbers",
    make: async () => {
      const wav = await made(`${tone} -c:a pcm_f32le`, "wav");
      return patched(wav, 1_000, Buffer.alloc(4_000, 0xff));
    },
  },
  { name: "a raw stream of one byte, over and over", make: () => Buffer.alloc(300_000, 0xff) },
  { name: "noise", make: () => made("-f lavfi -i anoisesrc=d=1 -f u8", "raw") },
];
