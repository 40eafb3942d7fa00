/** What is heard is what was recorded, whatever it was recorded in. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSong } from "../support/hls.ts";
import { ingest, type Server, startServer } from "../support/server.ts";
import { channel, decode, made, peak, purity, type Sound } from "../support/sound.ts";

let server: Server;
let folder: string;
beforeAll(async () => {
  server = await startServer();
  folder = await mkdtemp(join(tmpdir(), "segue-sound-"));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const heard = async (file: Buffer, name = "a256"): Promise<Sound> => {
  const song = await ingest(server, file);
  const renditions = await readSong(server.stream(song, "main.m3u8"));
  const found = renditions.find((rendition) => rendition.name === name);
  if (!found) throw new Error(`${name} is not there: ${JSON.stringify(song)}`);
  const path = join(folder, `${song.id}.mp4`);
  await writeFile(path, Buffer.concat([found.init, ...found.segments]));
  return decode(path, 2);
};

const middle = (signal: Float32Array): Float32Array =>
  signal.subarray(signal.length / 4, (signal.length * 3) / 4);

/** An eighth of full scale: 18 dB less. */
const tone = "-f lavfi -i sine=440:d=4:r=48000";
const loud = (decibels: number): string => `aformat=sample_fmts=flt,volume=${decibels}dB`;

test("six channels at full scale, mixed to two, do not clip", async () => {
  const all = "pan=5.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0";
  const sound = await heard(await made(`${tone} -af ${loud(18)},${all} -c:a pcm_f32le`, "wav"));
  for (const side of [0, 1]) {
    const signal = middle(channel(sound, side));
    expect(peak(signal)).toBeLessThan(1.02);
    expect(peak(signal)).toBeGreaterThan(0.9);
    expect(purity(signal, 440, 48_000)).toBeGreaterThan(0.999);
  }
});

test("what comes from the middle of six channels comes from both of two alike", async () => {
  const centre = "pan=5.1|c0=0*c0|c1=0*c0|c2=c0|c3=0*c0|c4=0*c0|c5=0*c0";
  const sound = await heard(await made(`${tone} -af ${centre} -c:a flac`, "flac"));
  const [left, right] = [0, 1].map((side) => peak(middle(channel(sound, side))));
  expect(left).toBeGreaterThan(0.01);
  expect((left ?? 0) / (right ?? 1)).toBeCloseTo(1, 1);
});

test("a tone above full scale in a file of floats stays the tone that it is", async () => {
  const sound = await heard(
    await made(`${tone} -af ${loud(21)},pan=stereo|c0=c0|c1=c0 -c:a pcm_f32le`, "wav"),
  );
  const signal = middle(channel(sound, 0));
  expect(purity(signal, 440, 48_000)).toBeGreaterThan(0.999);
});

/** Between two samples it reaches what it is given; at them, 3 dB less. */
const between = "-f lavfi -i aevalsrc=sin(2*PI*11025*t+PI/4):d=3:s=44100";
const doubled = "pan=stereo|c0=c0|c1=c0";

test.each([
  ["at full scale", 0, 0],
  ["far above it, in floats", 10, 10],
  ["far below it", -40, -40],
  ["of silence", -200, -70],
])("a peak between samples %s is measured", async (_, decibels, truePeak) => {
  const filters = `aformat=sample_fmts=flt,volume=${decibels}dB,${doubled}`;
  const song = await ingest(server, await made(`${between} -af ${filters} -c:a pcm_f32le`, "wav"));
  expect(song.loudness?.truePeak).toBeCloseTo(truePeak, 0);
});

test("a peak is measured at any rate", async () => {
  for (const rate of [8_000, 22_050, 96_000, 192_000]) {
    const sine = `-f lavfi -i sine=440:d=3:r=${rate}`;
    const song = await ingest(server, await made(`${sine} -af volume=12dB -c:a flac`, "flac"));
    expect(song.loudness?.truePeak, `${rate}`).toBeCloseTo(-6, 0);
  }
});
