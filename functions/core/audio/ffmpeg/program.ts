/** The ffmpeg of this machine: where it is and what it can do. */
import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import ffmpeg from "fluent-ffmpeg";
import { FfmpegBroken } from "./errors.ts";

const execute = promisify(execFile);

export type Ffmpeg = {
  readonly program: string;
  /** All that decode sound, as ffmpeg takes a list: pictures and moving ones are none of them. */
  readonly soundDecoders: string;
};

let program = "ffmpeg";
let checked: Promise<Ffmpeg> | undefined;

export const useFfmpeg = (path: string | undefined): void => {
  if (path === undefined) return;
  program = path;
  checked = undefined;
};

/** It lies beside ffmpeg. */
export const ffprobeProgram = (): string =>
  program === "ffmpeg" ? "ffprobe" : join(dirname(program), "ffprobe");

/** As it says it of itself now, `5.1.9`; undefined when it cannot be started. */
export const ffmpegVersion = async (): Promise<string | undefined> => {
  const answer = await execute(program, ["-version"]).catch(() => undefined);
  return answer && (/^ffmpeg version (\S+)/.exec(answer.stdout)?.[1] ?? "unknown");
};

/** Lines like ` A....D flac                 FLAC (Free Lossless Audio Codec)`. */
const decoderLine = /^ A\S+ ([\w.-]+) /;

const findSoundDecoders = async (): Promise<string> => {
  const { stdout } = await execute(program, ["-hide_banner", "-decoders"]);
  return stdout
    .split("\n")
    .flatMap((line) => decoderLine.exec(line)?.[1] ?? [])
    .join(",");
};

const check = async (): Promise<Ffmpeg> => {
  ffmpeg.setFfmpegPath(program);
  const encoders = await new Promise<ffmpeg.Encoders>((resolve, reject) => {
    ffmpeg.getAvailableEncoders((error, found) => (error ? reject(error) : resolve(found)));
  }).catch((cause: unknown) => {
    throw new FfmpegBroken("ffmpeg cannot be started. Install it, or set FFMPEG_PATH.", { cause });
  });
  for (const name of ["aac", "flac"])
    if (!encoders[name]) throw new FfmpegBroken(`This ffmpeg has no ${name} encoder.`);
  const [soundDecoders] = await Promise.all([
    findSoundDecoders(),
    new Promise<void>((resolve) => ffmpeg.getAvailableFormats(() => resolve())),
  ]);
  return { program, soundDecoders };
};

/**
 * Asks ffmpeg what it can do. The answer is kept, which spares the first song the time.
 * Throws FfmpegBroken where there is none, or one without AAC or FLAC.
 */
export const checkFfmpeg = (): Promise<Ffmpeg> => (checked ??= check());
