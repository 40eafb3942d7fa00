import { describe, expect, test } from "vitest";
import { id3Length } from "../../../functions/core/audio/id3.ts";
import { findFrames, frameHeaderAt, xingTagAt } from "../../../functions/core/audio/mp3.ts";
import { isTorn, opusBitRate } from "../../../functions/core/audio/ogg.ts";
import { waveHeader } from "../../../functions/core/audio/wave.ts";
import { ffmpeg, made } from "../../support/sound.ts";

const mp3 = (options: string): Promise<Buffer> =>
  made(`-f lavfi -i sine=440:d=3.3:r=44100 -ac 2 ${options} -id3v2_version 0`, "mp3");

describe("an mp3's own account of its length", () => {
  test("is exact where an encoder left its delay and padding", async () => {
    const file = await mp3("-c:a libmp3lame -q:a 2");
    expect(xingTagAt(file, findFrames(file, 0, 2))).toMatchObject({
      sampleRate: 44_100,
      samples: 3.3 * 44_100,
    });
  });

  test("tells the mean bit rate of a varying one", async () => {
    const file = await mp3("-c:a libmp3lame -q:a 5");
    const { bitRate = 0 } = xingTagAt(file, findFrames(file, 0, 2)) ?? {};
    expect(bitRate).toBeCloseTo((file.length * 8) / 3.3, -4);
  });

  test("is missing where no encoder left one", async () => {
    const file = await mp3("-c:a libmp3lame -b:a 128k -write_xing 0");
    expect(xingTagAt(file, findFrames(file, 0, 2))).toBeUndefined();
  });

  test("cut off in its middle is none", async () => {
    const file = await mp3("-c:a libmp3lame -q:a 2");
    expect(xingTagAt(file.subarray(0, 100), 0)).toBeUndefined();
  });
});

test.each([
  [[0xff, 0xfb, 0x90, 0x64], { sampleRate: 44_100, samples: 1152, length: 417 }],
  [[0xff, 0xfb, 0x92, 0x64], { sampleRate: 44_100, samples: 1152, length: 418 }],
  [[0xff, 0xf3, 0x40, 0xc4], { sampleRate: 22_050, samples: 576, length: 104 }],
  [[0xff, 0xfd, 0x80, 0x00], { sampleRate: 44_100, samples: 1152, length: 417 }],
  [[0xff, 0xff, 0x90, 0x00], { sampleRate: 44_100, samples: 384, length: 312 }],
])("a frame header %j is read", (header, expected) => {
  expect(frameHeaderAt(Buffer.from(header), 0)).toMatchObject(expected);
});

test.each([
  [[0xff, 0xfb, 0xf0, 0]],
  [[0xff, 0xfb, 0x9c, 0]],
  [[0xff, 0xe9, 0x90, 0]],
  [[0xff, 0xf9, 0x90, 0]],
  [[0xff, 0xfb]],
])("%j is no frame header", (header) => {
  expect(frameHeaderAt(Buffer.from(header), 0)).toBeUndefined();
});

test("ID3 tags in front are measured, one after another", () => {
  const tag = (length: number) =>
    Buffer.concat([
      Buffer.from("ID3\x04\0\0\0\0"),
      Buffer.from([length >> 7, length & 127]),
      Buffer.alloc(length),
    ]);
  expect(id3Length(Buffer.concat([tag(300), tag(7), Buffer.from("fLaC")]))).toBe(327);
  expect(id3Length(Buffer.from("fLaC"))).toBe(0);
});

describe("a wav's own account of its length", () => {
  test("is its data chunk's, whatever chunks come before", async () => {
    const file = await ffmpeg("-f lavfi -i sine=440:d=2.5:r=48000 -metadata title=x -f wav pipe:1");
    // Written to a pipe, ffmpeg does not know the length.
    expect(waveHeader(file)?.seconds).toBeUndefined();
    file.writeUInt32LE(2.5 * 48_000 * 2, file.indexOf("data") + 4);
    expect(waveHeader(file)?.seconds).toBe(2.5);
  });
});

test("the bit rate of opus is seen in its pages", async () => {
  const file = await ffmpeg(
    "-f lavfi -i anoisesrc=d=5:r=48000 -c:a libopus -vbr off -b:a 96k -f opus pipe:1",
  );
  const found = opusBitRate(file.subarray(0, 40_000)) ?? 0;
  expect(Math.abs(found - 96_000)).toBeLessThan(8_000);
  expect(opusBitRate(Buffer.from("OggS"))).toBeUndefined();
});

test("an ogg file that is cut anywhere but between two pages is seen to be torn", async () => {
  const file = await ffmpeg("-f lavfi -i sine=440:d=2:r=48000 -c:a libvorbis -f ogg pipe:1");
  expect(isTorn(file)).toBe(false);
  const lastPage = file.lastIndexOf("OggS");
  for (const end of [file.length - 1, lastPage + 30, lastPage + 10, lastPage - 5])
    expect(isTorn(file.subarray(0, end))).toBe(true);
  expect(isTorn(file.subarray(0, lastPage))).toBe(false);
});
