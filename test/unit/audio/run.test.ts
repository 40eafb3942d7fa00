import { readdirSync } from "node:fs";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { FfmpegBroken, FfmpegRefused } from "../../../functions/core/audio/ffmpeg/errors.ts";
import { checkFfmpeg } from "../../../functions/core/audio/ffmpeg/program.ts";
import {
  type FfmpegOutput,
  type FfmpegRun,
  runFfmpeg,
} from "../../../functions/core/audio/ffmpeg/run.ts";

beforeAll(() => checkFfmpeg());
afterEach(() => vi.unstubAllEnvs());

const rate = 8_000;
/** Raw samples: any bytes are sound. */
const sound = Buffer.alloc(rate * 2 * 60, 7);

const floats = (take: FfmpegOutput["take"]): FfmpegOutput => ({
  options: ["-map", "0:a:0", "-f", "f32le"],
  take,
});

const run = (
  outputs: readonly FfmpegOutput[],
  { demuxer = "s16le", signal = new AbortController().signal } = {},
): FfmpegRun =>
  runFfmpeg({ demuxer, outputs, bounds: { cpuSeconds: 60, memoryBytes: 512e6 }, signal });

const start = (
  outputs: readonly FfmpegOutput[],
  { bytes = sound, ...options }: { bytes?: Buffer; demuxer?: string; signal?: AbortSignal } = {},
): Promise<string> => {
  const { input, done } = run(outputs, options);
  input.end(bytes);
  return done;
};

const written = ({ input }: FfmpegRun): Promise<void> =>
  new Promise((resolve) => input.write(sound, () => resolve()));

test("every output is read to its end, however slowly one is taken", async () => {
  const lengths = [0, 0];
  await start([
    floats((bytes) => void (lengths[0]! += bytes.length)),
    floats(async (bytes) => {
      await new Promise(setImmediate);
      lengths[1]! += bytes.length;
    }),
  ]);
  expect(lengths[0]).toBeGreaterThan(sound.length);
  expect(lengths[1]).toBe(lengths[0]);
});

test("what one throws that takes an output is what the process failed of", async () => {
  const full = new Error("no room");
  const failing = floats(() => {
    throw full;
  });
  await expect(start([floats(() => {}), failing])).rejects.toBe(full);
});

test("once it is given up, nothing more is taken", async () => {
  const giveUp = new AbortController();
  let taken = 0;
  const take = (): void => {
    taken++;
    giveUp.abort();
  };
  await expect(start([floats(take)], { signal: giveUp.signal })).rejects.toThrow(FfmpegBroken);
  expect(taken).toBe(1);
});

test("bytes that are not what they should be are refused", async () => {
  const bytes = Buffer.from("no sound at all");
  await expect(start([floats(() => {})], { bytes, demuxer: "wav" })).rejects.toThrow(FfmpegRefused);
});

test("what a process does not want any more counts as written", async () => {
  const { options, take } = floats(() => {});
  const process = run([{ options: [...options, "-t", "1"], take }]);
  await Promise.all([written(process), process.done]);
});

test("where no process can be started, that is told as any failure of ours", async () => {
  const open = readdirSync("/dev/fd").length;
  vi.stubEnv("PATH", "/nowhere");
  const process = run([floats(() => {})]);
  const passed = written(process);
  await expect(process.done).rejects.toThrow(FfmpegBroken);
  await passed;
  await expect.poll(() => readdirSync("/dev/fd").length).toBeLessThanOrEqual(open);
});
