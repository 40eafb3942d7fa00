/** Sound made and looked at by ffmpeg, apart from Segue's own way with it. */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs ffmpeg or another program; gives what it wrote. */
export const run = async (
  program: string,
  args: readonly string[],
  input?: Uint8Array,
): Promise<Buffer> => {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on("data", (bytes: Buffer) => output.push(bytes));
  child.stderr.on("data", (bytes: Buffer) => errors.push(bytes));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0)
    throw new Error(`${program} ${args.join(" ")}: ${Buffer.concat(errors).toString()}`);
  return Buffer.concat(output);
};

export const ffmpeg = (text: string, input?: Uint8Array): Promise<Buffer> =>
  run("ffmpeg", ["-v", "error", "-y", ...text.split(" ")], input);

/** A file that ffmpeg makes; some formats need one, where they go back to write their length in front. */
export const made = async (text: string, ending: string): Promise<Buffer> => {
  const folder = await mkdtemp(join(tmpdir(), "segue-made-"));
  try {
    await ffmpeg(`${text} ${join(folder, `made.${ending}`)}`);
    return await readFile(join(folder, `made.${ending}`));
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** Interleaved samples of one stream, -1 to 1. */
export type Sound = { readonly samples: Float32Array; readonly channels: number };

const asFloats = (bytes: Buffer): Float32Array =>
  new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));

/** What ffmpeg makes of a file or address: `options` come before the input. */
export const decode = async (source: string, channels: number, options = ""): Promise<Sound> => {
  const before = options === "" ? [] : options.split(" ");
  const after = ["-map", "0:a:0", "-ac", String(channels), "-f", "f32le", "pipe:1"];
  const bytes = await run("ffmpeg", ["-v", "error", ...before, "-i", source, ...after]);
  return { samples: asFloats(bytes), channels };
};

/** The samples of a file as integers of so many bytes, for comparing bit by bit. */
export const pcm = (source: string, format: "s16le" | "s32le"): Promise<Buffer> =>
  run("ffmpeg", ["-v", "error", "-i", source, "-map", "0:a:0", "-f", format, "pipe:1"]);

export const channel = ({ samples, channels }: Sound, index: number): Float32Array =>
  Float32Array.from(
    { length: samples.length / channels },
    (_, n) => samples[n * channels + index] ?? 0,
  );

/** Share of a signal's power that is at one frequency, 0 to 1. */
export const purity = (signal: Float32Array, frequency: number, sampleRate: number): number => {
  const step = (2 * Math.PI * frequency) / sampleRate;
  let real = 0;
  let imaginary = 0;
  let power = 0;
  signal.forEach((value, n) => {
    real += value * Math.cos(step * n);
    imaginary += value * Math.sin(step * n);
    power += value * value;
  });
  return (2 * (real * real + imaginary * imaginary)) / (signal.length * power);
};

export const peak = (signal: Float32Array): number =>
  signal.reduce((highest, value) => Math.max(highest, Math.abs(value)), 0);

/**
 * How far a sine is from going on as a sine, at its worst, as a share of its height: a click, a gap or a jump is
 * near 1, coding noise far below.
 */
export const worstBreak = (signal: Float32Array, frequency: number, sampleRate: number): number => {
  const turn = 2 * Math.cos((2 * Math.PI * frequency) / sampleRate);
  let worst = 0;
  for (let n = 2; n < signal.length; n++) {
    const expected = turn * (signal[n - 1] ?? 0) - (signal[n - 2] ?? 0);
    worst = Math.max(worst, Math.abs((signal[n] ?? 0) - expected));
  }
  return worst / peak(signal);
};
