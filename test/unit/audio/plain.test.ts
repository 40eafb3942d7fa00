/** What plain files say of themselves, beside what ffprobe says of them. */
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { probeStreams } from "../../../functions/core/audio/ffmpeg/probe.ts";
import { plainSource } from "../../../functions/core/audio/plain.ts";
import { sourceOf } from "../../../functions/core/audio/probe.ts";
import { sniffLength, type Demuxer } from "../../../functions/core/audio/sniff.ts";
import { made } from "../../support/sound.ts";

const bounds = { cpuSeconds: 60, memoryBytes: 1e9 };

const bothOf = async (file: Buffer, demuxer: Demuxer) => {
  const beginning = file.subarray(0, sniffLength);
  const probed = await probeStreams(Readable.from([file]), demuxer, bounds);
  return { own: plainSource(beginning, demuxer), probed: sourceOf(probed, demuxer, beginning) };
};

const sine = "-f lavfi -i sine=440:d=1.5";

test.each([
  ["wav", "-c:a pcm_u8"],
  ["wav", "-c:a pcm_s16le"],
  ["wav", "-c:a pcm_s24le -ac 2"],
  ["wav", "-c:a pcm_s32le -ar 192000"],
  ["wav", "-c:a pcm_s16le -ac 6 -ar 8000"],
  ["wav", "-c:a pcm_s24le -ac 2 -ar 96000 -rf64 always"],
  ["flac", "-ar 44100 -sample_fmt s16"],
  ["flac", "-ar 192000 -sample_fmt s32 -ac 2"],
  ["flac", "-ar 8000 -ac 6"],
] as const)("of a %s made with %s, the same as ffprobe", async (ending, options) => {
  const { own, probed } = await bothOf(await made(`${sine} ${options}`, ending), ending);
  expect(own).toEqual(probed);
});

test.each([
  ["wav", "-c:a pcm_f32le"],
  ["wav", "-c:a adpcm_ms"],
  ["wav", "-c:a pcm_mulaw"],
] as const)("of a %s made with %s, nothing", async (ending, options) => {
  const file = await made(`${sine} ${options}`, ending);
  expect(plainSource(file, ending)).toBeUndefined();
});

test("of surround sound in the clothes of samples, nothing", async () => {
  const dts = await made(`${sine} -ac 6 -ar 48000 -strict -2 -c:a dca`, "dts");
  const wav = await made("-f lavfi -i sine=440:d=1:r=48000 -ac 2", "wav");
  const header = wav.subarray(0, wav.indexOf("data") + 8);
  expect(plainSource(Buffer.concat([header, dts]), "wav")).toBeUndefined();
});

test.each([0, 4, 7, 12, 20, 36, 41])("of %i bytes, nothing", async (length) => {
  const [wav, flac] = await Promise.all([made(sine, "wav"), made(sine, "flac")]);
  expect(plainSource(wav.subarray(0, length), "wav")).toBeUndefined();
  expect(plainSource(flac.subarray(0, length), "flac")).toBeUndefined();
});

test("of a header that contradicts itself, nothing", async () => {
  const wav = await made(sine, "wav");
  for (const [at, value] of [
    [22, 0],
    [24, 0],
    [28, 7],
    [34, 12],
  ] as const) {
    const odd = Buffer.from(wav);
    odd.writeUInt16LE(value, at);
    expect(plainSource(odd, "wav"), `${at}`).toBeUndefined();
  }
});
