/** One ffmpeg process, driven by fluent-ffmpeg: bytes on pipes and nothing else. */
import { setPriority } from "node:os";
import { PassThrough, Writable } from "node:stream";
import ffmpeg from "fluent-ffmpeg";
import { type Bounds, boundCommand } from "./bounds.ts";
import { failureOf } from "./errors.ts";
import { inputOptions } from "./input.ts";
import { checkFfmpeg } from "./program.ts";

/** Listeners come first: encoding takes what they leave of the processors, unless somebody waits for it. */
const niceness = 5;
const mostLogLines = 60;
/** Bytes that wait for one process while others are slower: its processor need not idle for them. */
const readAhead = 1024 * 1024;

export type FfmpegRun = {
  /** Bytes of the file go in here; full when `write` says so, and destroyed once ffmpeg wants no more. */
  readonly input: PassThrough;
  /** It has not started yet: its input is never full. */
  readonly isWaiting: boolean;
  /** Settles when the process is gone; gives its last lines. Rejects with FfmpegBroken, -Refused or -OverLimit. */
  readonly done: Promise<string>;
};

type FfmpegJob = {
  readonly demuxer: string;
  readonly outputOptions: readonly string[];
  readonly bounds: Bounds;
  /** Takes one output of ffmpeg, as fast as it likes to. */
  readonly take: (bytes: Buffer) => Promise<void> | void;
  /** Somebody waits for what it writes until this is aborted. */
  readonly awaited?: AbortSignal;
  /** It starts once this has settled; at once, where it is not given. */
  readonly after?: Promise<void>;
  /** Kills the process. What it has not written by then is never taken for its end. */
  readonly signal: AbortSignal;
};

const sink = (take: FfmpegJob["take"]): Writable =>
  new Writable({
    // fluent-ffmpeg takes a closed stream for a failure, and does so before it has heard how the process ended.
    emitClose: false,
    autoDestroy: false,
    write(bytes: Buffer, _encoding, done) {
      void (async () => take(bytes))().then(() => done(), done);
    },
  });

type Command = ffmpeg.FfmpegCommand & { readonly ffmpegProc?: { readonly pid?: number } };

const commandFor = async (job: FfmpegJob, input: PassThrough): Promise<Command> => {
  const { bounds, demuxer, outputOptions, awaited } = job;
  const { program, soundDecoders } = await checkFfmpeg();
  const limits = ["-timelimit", `${Math.ceil(bounds.cpuSeconds)}`];
  const options = ["-nostats", ...limits, "-codec_whitelist", soundDecoders];
  const [command = "", ...before] = await boundCommand([program], bounds);
  return ffmpeg(input, {
    niceness: awaited?.aborted === false ? 0 : niceness,
    stdoutLines: mostLogLines,
  })
    .setFfmpegPath(command)
    .inputOptions([...before, ...options, ...inputOptions(demuxer)])
    .outputOptions([...outputOptions]);
};

const failure = (error: Error & { outputStreamError?: unknown }, log: string): unknown =>
  error.outputStreamError ?? failureOf(error.message, log);

/** It may have ended by itself just now. */
const stepBackFor = ({ ffmpegProc }: Command): void => {
  if (ffmpegProc?.pid === undefined) return;
  try {
    setPriority(ffmpegProc.pid, niceness);
  } catch (error) {
    if ((error as { readonly info?: { readonly code?: string } }).info?.code !== "ESRCH")
      throw error;
  }
};

const run = async (job: FfmpegJob, input: PassThrough): Promise<string> => {
  const { signal, awaited } = job;
  const command = await commandFor(job, input);
  const log: string[] = [];
  const kill = (): void => void command.kill("SIGKILL");
  const stepBack = (): void => stepBackFor(command);
  const begin = (): void => {
    if (signal.aborted) kill();
    signal.addEventListener("abort", kill);
    awaited?.addEventListener("abort", stepBack);
  };
  return new Promise<string>((resolve, reject) => {
    command
      .on("start", begin)
      .on("stderr", (line: string) => {
        log.push(line);
        if (log.length > mostLogLines) log.shift();
      })
      .on("end", () => resolve(log.join("\n")))
      .on("error", (error: Error) => reject(failure(error, log.join("\n"))))
      .output(sink(job.take))
      .run();
  }).finally(() => {
    signal.removeEventListener("abort", kill);
    awaited?.removeEventListener("abort", stepBack);
  });
};

/** Starts one process: the file's bytes on its input, one stream on its output. */
export const runFfmpeg = (job: FfmpegJob): FfmpegRun => {
  const input = new PassThrough({ highWaterMark: readAhead });
  input.on("error", () => {});
  let isWaiting = job.after !== undefined;
  const start = async (): Promise<string> => {
    await job.after;
    isWaiting = false;
    return run(job, input);
  };
  return {
    input,
    get isWaiting() {
      return isWaiting;
    },
    done: start().finally(() => input.destroy()),
  };
};
