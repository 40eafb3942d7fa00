import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Song } from "../../api-client/contract.ts";
import { readSong, type ReadRendition } from "../support/hls.ts";
import { ingest, type Server, startServer } from "../support/server.ts";
import { channel, decode, pcm, purity, worstBreak } from "../support/sound.ts";
import { frequency, makeSource, type SourceKind, sourceKinds } from "../support/sources.ts";

let server: Server;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "segue-formats-"));
  server = await startServer();
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const durationsOf = ({ manifest }: ReadRendition): number[] =>
  manifest.segments.map(({ duration }) => duration);

const samplesIn = async (path: string, channels: number): Promise<number> =>
  (await decode(path, channels)).samples.length / channels;

/** A rendition as one file, whose edit list a decoder heeds. */
const asFile = async ({ init, segments }: ReadRendition): Promise<string> => {
  const path = join(folder, `rendition-${Math.random()}.mp4`);
  await writeFile(path, Buffer.concat([init, ...segments]));
  return path;
};

/** When the first sample of a segment is decoded (tfdt), in seconds by the clock of its track (mdhd). */
const mediaTimeOf = (init: Buffer, segment: Buffer): number => {
  const timescale = init.readUInt32BE(init.indexOf("mdhd") + 16);
  return Number(segment.readBigUInt64BE(segment.indexOf("tfdt") + 8)) / timescale;
};

const checkTone = async (rendition: ReadRendition, source: SourceKind): Promise<void> => {
  const path = await asFile(rendition);
  const sampleRate = rendition.init.readUInt32BE(rendition.init.indexOf("mdhd") + 16);
  expect(sampleRate).toSatisfy((rate) =>
    rendition.name === "flac" ? rate === source.sampleRate : rate === 44_100 || rate === 48_000,
  );
  const sound = await decode(path, 2);
  for (const side of [0, 1]) {
    const signal = channel(sound, side);
    // The first and last frames of a coder fade in and out: what lies between must be one sine, through every join.
    const inner = signal.subarray(4_096, signal.length - 8_192);
    expect(purity(inner, frequency, sampleRate)).toBeGreaterThan(0.95);
    expect(worstBreak(inner, frequency, sampleRate)).toBeLessThan(0.2);
  }
};

describe.concurrent.each(sourceKinds)("$name", (source) => {
  let path: string;
  let song: Song;
  let renditions: ReadRendition[];

  beforeAll(async () => {
    path = await makeSource(folder, source);
    song = await ingest(server, await readFile(path), { query: { filename: path } });
    if (song.state !== "ready") throw new Error(JSON.stringify(song));
    renditions = await readSong(server.stream(song, "main.m3u8"));
  });

  test("becomes the renditions that its source is worth", () => {
    expect(song.renditions).toEqual(source.renditions);
    expect(renditions.map(({ name }) => name).toSorted()).toEqual(source.renditions.toSorted());
  });

  test("lasts as long as its source, to the sample, in one list for all renditions", async () => {
    const expected = await samplesIn(path, source.channels);
    const lists = renditions.map(durationsOf);
    for (const list of lists) expect(list).toEqual(lists[0]);
    expect(Math.abs(sum(lists[0] ?? []) * source.sampleRate - expected)).toBeLessThanOrEqual(1.01);
    expect(Math.abs((song.duration ?? 0) * source.sampleRate - expected)).toBeLessThanOrEqual(1.01);
  });

  test("is cut at the same places in every rendition, within one AAC frame", () => {
    for (const rendition of renditions) {
      const list = durationsOf(rendition);
      expect(list.length).toBeGreaterThanOrEqual(3);
      for (let index = 1; index < list.length; index++) {
        const time = mediaTimeOf(rendition.init, rendition.segments[index] ?? Buffer.alloc(0));
        const expected = sum(list.slice(0, index));
        expect(Math.abs(time - expected)).toBeLessThanOrEqual(1_024 / 44_100 + 1e-6);
      }
    }
  });

  test("sounds like its source, without a click at any join", async () => {
    for (const rendition of renditions) await checkTone(rendition, source);
  });

  if (source.renditions.includes("flac"))
    test("keeps every bit in its flac", async () => {
      const rendition = renditions.find(({ name }) => name === "flac");
      if (!rendition) throw new Error("no flac");
      const kept = await pcm(await asFile(rendition), "s32le");
      expect(Buffer.compare(kept, await pcm(path, "s32le"))).toBe(0);
      // And as a player reads it, by its playlist.
      expect(Buffer.compare(await pcm(rendition.url, "s32le"), kept)).toBe(0);
    });
});
