/** Apple's HLS authoring specification, every rule that applies to audio only, on a finished and on a growing song. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Song } from "../../api-client/contract.ts";
import { fetchPlain, manifestAt, readSong, type ReadRendition } from "../support/hls.ts";
import { hasMusic, songPath } from "../support/music.ts";
import { ingest, type Server, startServer } from "../support/server.ts";
import { decode, ffmpeg } from "../support/sound.ts";

const targetDuration = 6;
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

describe.skipIf(!hasMusic)("a real song", () => {
  let server: Server;
  let folder: string;
  let source: string;
  let song: Song;
  let main: string;
  let renditions: ReadRendition[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "segue-authoring-"));
    source = join(folder, "coherence.flac");
    await ffmpeg(`-i ${songPath("Coherence")} -sample_fmt s16 ${source}`);
    server = await startServer();
    song = await ingest(server, await readFile(source));
    main = server.stream(song, "main.m3u8");
    renditions = await readSong(main);
  }, 120_000);

  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  const durationsOf = ({ manifest }: ReadRendition): number[] =>
    manifest.segments.map(({ duration }) => duration);
  const aac = () => renditions.filter(({ name }) => name !== "flac");
  const bandwidthOf = ({ attributes }: ReadRendition): number => Number(attributes["BANDWIDTH"]);
  const averageOf = ({ attributes }: ReadRendition): number =>
    Number(attributes["AVERAGE-BANDWIDTH"]);

  /** Bits per second of every stretch of segments of 0.5 to 1.5 target durations (RFC 8216, 4.1). */
  const measuredRates = (rendition: ReadRendition): number[] => {
    const durations = durationsOf(rendition);
    const rates: number[] = [];
    for (let first = 0; first < durations.length; first++)
      for (let end = first + 1; end <= durations.length; end++) {
        const seconds = sum(durations.slice(first, end));
        if (seconds > targetDuration * 1.5) break;
        const bytes = sum(rendition.segments.slice(first, end).map(({ length }) => length));
        if (seconds >= targetDuration * 0.5) rates.push((bytes * 8) / seconds);
      }
    return rates;
  };

  test("2.3, 9.21: there is a stereo AAC variant, and one of at most 192 kbit/s", () => {
    const stereo = aac();
    expect(stereo.length).toBeGreaterThan(0);
    expect(Math.min(...stereo.map(bandwidthOf))).toBeLessThanOrEqual(192_000);
    // The channels of the mp4a sample entry (ISO/IEC 14496-12, 12.2.3).
    for (const { init } of stereo)
      expect(init.readUInt16BE(init.indexOf("mp4a", 400) + 20)).toBe(2);
  });

  test("2.4, 9.1: every variant has its CODECS: AAC-LC, never HE-AAC, or FLAC", () => {
    for (const { name, attributes } of renditions)
      expect(attributes["CODECS"]).toBe(name === "flac" ? "fLaC" : "mp4a.40.2");
  });

  test("2.18: loudness is measured, and left to the player", async () => {
    const { integrated = 0, truePeak = 0 } = song.loudness ?? {};
    expect(integrated).toBeGreaterThan(-40);
    expect(integrated).toBeLessThan(-5);
    expect(truePeak).toBeGreaterThan(-20);
    const filter = "ebur128=metadata=1,ametadata=mode=print:key=lavfi.r128.I:file=-";
    const lines = String(await ffmpeg(`-i ${source} -af ${filter} -f null -`))
      .trim()
      .split("\n");
    expect(integrated).toBeCloseTo(Number(lines.at(-1)?.split("=")[1]), 1);
  });

  test("2.25: FLAC comes in fMP4 only", () => {
    const flac = renditions.find(({ name }) => name === "flac");
    expect(flac?.init.includes("fLaC")).toBe(true);
    expect(flac?.segments.every((segment) => segment.includes("moof"))).toBe(true);
  });

  test("7.5 to 7.7: segments are of about 6 s, none longer than the target and half a second", () => {
    for (const rendition of renditions) {
      expect(rendition.manifest.targetDuration).toBe(targetDuration);
      const durations = durationsOf(rendition);
      expect(Math.max(...durations)).toBeLessThanOrEqual(targetDuration + 0.5);
      expect(Math.max(...durations.map(Math.round))).toBeLessThanOrEqual(targetDuration);
    }
  });

  test("8.1: the durations are true: together they are the source's, to the sample", async () => {
    const samples = (await decode(source, 2)).samples.length / 2;
    for (const rendition of renditions)
      expect(Math.abs(sum(durationsOf(rendition)) * 48_000 - samples)).toBeLessThanOrEqual(1);
  });

  test("8.2, 8.3, 8.22: every rendition has the same durations and the same target", () => {
    const [first, ...others] = renditions.map(({ manifest }) => manifest);
    for (const other of others) {
      expect(other.segments.map(({ duration }) => duration)).toEqual(
        first?.segments.map(({ duration }) => duration),
      );
      expect(other.targetDuration).toBe(first?.targetDuration);
    }
  });

  test("8.6: finished, it is VOD and ends", () => {
    for (const { manifest } of renditions)
      expect(manifest).toMatchObject({ playlistType: "VOD", endList: true });
  });

  test("8.18: nothing is redirected", async () => {
    for (const { url } of renditions) expect((await fetchPlain(url)).status).toBe(200);
  });

  test("8.20: every segment has its EXT-X-MAP, and is independent", async () => {
    expect((await manifestAt(main)).independentSegments).toBe(true);
    for (const { manifest } of renditions) {
      expect(manifest.independentSegments).toBe(true);
      expect(manifest.segments.every(({ map }) => map?.uri === "init.mp4")).toBe(true);
    }
  });

  test("9.13, 9.14, 1.26, 1.27: declared bit rates are the measured ones, within 10 %", () => {
    for (const rendition of renditions) {
      const peak = Math.max(...measuredRates(rendition));
      const mean =
        (sum(rendition.segments.map(({ length }) => length)) * 8) / sum(durationsOf(rendition));
      expect(Math.abs(bandwidthOf(rendition) / peak - 1)).toBeLessThan(0.1);
      expect(Math.abs(averageOf(rendition) / mean - 1)).toBeLessThan(0.1);
    }
  });

  test("1.30: the peak of AAC is at most twice its mean", () => {
    for (const rendition of aac())
      expect(bandwidthOf(rendition)).toBeLessThanOrEqual(2 * averageOf(rendition));
  });

  test("10.1: playlists are gzipped on the wire for whoever takes it", async () => {
    for (const url of [main, ...renditions.map((rendition) => rendition.url)]) {
      const zipped = await fetchPlain(url, { "Accept-Encoding": "gzip" });
      const plain = await fetchPlain(url, { "Accept-Encoding": "identity" });
      expect(zipped.headers.get("Content-Encoding")).toBe("gzip");
      expect(plain.headers.get("Content-Encoding")).toBeNull();
      expect(await zipped.text()).toBe(await plain.text());
    }
  });

  test("10.4: everything has its type", async () => {
    const typeOf = async (url: string) => (await fetchPlain(url)).headers.get("Content-Type");
    expect(await typeOf(main)).toBe("application/vnd.apple.mpegurl");
    for (const { url } of renditions) {
      expect(await typeOf(url)).toBe("application/vnd.apple.mpegurl");
      expect(await typeOf(new URL("init.mp4", url).href)).toBe("audio/mp4");
      expect(["audio/mp4", "video/iso.segment"]).toContain(
        await typeOf(new URL("0.m4s", url).href),
      );
    }
  });

  test("its waveform spans the song", async () => {
    const response = await fetchPlain(server.stream(song, song.peaks ?? ""));
    const { version, samplesPerPeak, peaks } = (await response.json()) as {
      version: number;
      samplesPerPeak: number;
      peaks: number[];
    };
    expect(version).toBe(1);
    expect(peaks.length).toBeGreaterThan(512);
    expect(peaks.length).toBeLessThanOrEqual(2_048);
    const end = (peaks.length * samplesPerPeak) / 48_000;
    expect(Math.abs(end - (song.duration ?? 0))).toBeLessThan((2 * samplesPerPeak) / 48_000);
    expect(Math.max(...peaks)).toBeGreaterThan(128);
  });

  test("what a player needs to start is what streaming serves", async () => {
    const found = (await (await fetch(server.crud(`songs/${song.id}`))).json()) as Song;
    const base = new URL(found.streaming, server.crud(""));
    for (const start of found.start?.renditions ?? []) {
      const rendition = renditions.find(({ name }) => name === start.name);
      expect(Buffer.from(start.init, "base64").equals(rendition?.init ?? Buffer.alloc(0))).toBe(
        true,
      );
      expect(start.init.length).toBeLessThan(1_400);
      const second = await fetchPlain(new URL(start.url.replace("{n}", "1"), base).href);
      expect(
        Buffer.from(await second.arrayBuffer()).equals(rendition?.segments[1] ?? Buffer.alloc(0)),
      ).toBe(true);
    }
    expect(found.start?.renditions).toHaveLength(4);
    expect(sum(found.start?.durations ?? [])).toBeCloseTo(song.duration ?? 0, 6);
  });
});
