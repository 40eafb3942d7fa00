/** Real songs from streaming, played to the end by players that know nothing of Segue. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Song } from "../../api-client/contract.ts";
import { hasMusic, songPath } from "../support/music.ts";
import { otherPlayers } from "../support/players.ts";
import { ingest, type Server, startServer } from "../support/server.ts";
import { run } from "../support/sound.ts";

const sampleRate = 48_000;
const channels = 2;

/** dBFS of every second. */
const levels = (bytes: Buffer): number[] => {
  const samples = new Float32Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
  );
  const each = sampleRate * channels;
  return Array.from({ length: Math.floor(samples.length / each) }, (_, second) => {
    let power = 0;
    for (const value of samples.subarray(second * each, (second + 1) * each))
      power += value * value;
    return 10 * Math.log10(power / each + 1e-9);
  });
};

const secondsOf = (bytes: Buffer): number => bytes.length / (4 * channels * sampleRate);

describe.skipIf(!hasMusic)("a real song (needs singularity-music)", () => {
  let server: Server;
  const songs: Song[] = [];
  const sources: Buffer[] = [];

  const decoded = (path: string, options: readonly string[], output: readonly string[]) =>
    run("ffmpeg", ["-v", "error", ...options, "-i", path, "-map", "0:a:0", ...output, "-"]);

  beforeAll(async () => {
    server = await startServer();
    // All of one, lossy as it is, and a minute of another without loss: a ladder without FLAC, and one with it.
    const lossless = await decoded(
      songPath("Coherence"),
      ["-t", "60"],
      ["-sample_fmt", "s16", "-f", "flac"],
    );
    const lossy = await decoded(songPath("Awakening"), [], ["-c", "copy", "-f", "ogg"]);
    for (const file of [lossy, lossless]) songs.push(await ingest(server, file));
    sources.push(await decoded(songPath("Awakening"), [], ["-f", "f32le"]));
    sources.push(await decoded(songPath("Coherence"), ["-t", "60"], ["-f", "f32le"]));
  });
  afterAll(async () => server.stop());

  for (const { name, isHere, play } of otherPlayers)
    test.skipIf(!isHere)(`is played to its end by ${name} (where it is installed)`, async () => {
      for (const [n, song] of songs.entries()) {
        const source = sources[n] ?? Buffer.alloc(0);
        const sound = await play(server.stream(song, "main.m3u8"));
        // A frame of AAC more or less: not every player honours edit lists, and VLC drops its last.
        expect(Math.abs(secondsOf(sound) - secondsOf(source))).toBeLessThan(0.05);
        const wanted = levels(source);
        for (const [second, level] of levels(sound).entries())
          expect(Math.abs(level - (wanted[second] ?? 0)), `second ${second}`).toBeLessThan(2);
      }
    });
});
