/** ffprobe, which tells what streams a file has. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { type Bounds, boundCommand } from "./bounds.ts";
import { failureOf, FfmpegBroken } from "./errors.ts";
import { inputOptions } from "./input.ts";
import { ffprobeProgram } from "./program.ts";

/** No others: among them are tags of any length. */
const fields = [
  "codec_type",
  "codec_name",
  "sample_fmt",
  "sample_rate",
  "channels",
  "bits_per_sample",
  "bits_per_raw_sample",
  "bit_rate",
  "duration",
] as const;
const entries = `stream=${fields.join()}:stream_disposition=attached_pic`;

export type ProbedStream = Partial<Record<(typeof fields)[number], string | number>> & {
  readonly disposition?: { readonly attached_pic?: number };
};
export type Probed = { readonly streams?: readonly ProbedStream[] };

/** It opens the decoder of a picture to see what it is, which may decode no pixel of it. */
const noPictures = ["-max_pixels", "1"];

type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** Characters that are kept of what it complains of. */
const longestLog = 16_384;

const endOf = async (stream: Readable): Promise<string> => {
  let end = "";
  for await (const more of stream.setEncoding("utf8")) end = (end + more).slice(-longestLog);
  return end;
};

/**
 * What ffprobe finds in the beginning of a file. Rejects with FfmpegBroken, FfmpegRefused and FfmpegOverLimit, and as
 * the source does.
 */
export const probeStreams = async (
  beginning: Readable,
  demuxer: string,
  bounds: Bounds,
): Promise<Probed> => {
  const wanted = ["-v", "error", "-of", "json", "-show_entries", entries];
  const options = [...wanted, ...inputOptions(demuxer), ...noPictures, "-i", "pipe:0"];
  const [command = "", ...args] = await boundCommand([ffprobeProgram(), ...options], bounds);
  const child = spawn(command, args, { stdio: "pipe" });
  const broken = Promise.withResolvers<never>();
  // It waits for its input to end, and reads no more of it than it needs.
  child.stdin.on("error", () => {});
  beginning.once("error", (error) => {
    child.kill("SIGKILL");
    broken.reject(error);
  });
  beginning.pipe(child.stdin);
  const exit = once(child, "close") as Promise<[Exit["code"], Exit["signal"]]>;
  const ended = Promise.all([exit, text(child.stdout), endOf(child.stderr)]).catch(
    (cause: unknown) => {
      throw new FfmpegBroken("ffprobe cannot be started.", { cause });
    },
  );
  const [[code, signal], output, log] = await Promise.race([ended, broken.promise]);
  if (code === 0) return JSON.parse(output) as Probed;
  throw failureOf(signal ? `killed with ${signal}` : `exited with code ${code}`, log);
};
