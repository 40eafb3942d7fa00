/** One ffmpeg process, driven by fluent-ffmpeg: bytes on pipes and nothing else. */
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { setPriority } from "node:os";
import { type Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import ffmpeg from "fluent-ffmpeg";
import { type Bounds, boundCommand } from "./bounds.ts";
import { failureOf } from "./errors.ts";
import { inputOptions } from "./input.ts";
import { checkFfmpeg } from "./program.ts";

/** Listeners come first: encoding takes what they leave of the processors, unless somebody waits for it. */
const niceness = 5;
const mostLogLines = 60;
/** Of the outputs: before it are input, output and log, as every process has them. */
const firstPipe = 3;

export type FfmpegRun = {
  /** Bytes of the file go in here. What ffmpeg does not want any more is dropped, and counts as written. */
  readonly input: Writable;
  /** Settles when the process is gone; gives its last lines. Rejects with FfmpegBroken, -Refused or -OverLimit. */
  readonly done: Promise<string>;
};

export type FfmpegOutput = {
  readonly options: readonly string[];
  /** Takes what ffmpeg writes, as fast as it likes to. The process ends with what it throws. */
  readonly take: (bytes: Buffer) => Promise<void> | void;
};

type FfmpegJob = {
  readonly demuxer: string;
  readonly outputs: readonly FfmpegOutput[];
  readonly bounds: Bounds;
  /** Somebody waits for what it writes until this is aborted. */
  readonly awaited?: AbortSignal;
  /** Kills the process. What it has not written by then is never taken for its end. */
  readonly signal: AbortSignal;
};

type Ended = (error: Error | null, ...logs: readonly unknown[]) => void;

type Command = ffmpeg.FfmpegCommand & {
  readonly ffmpegProc?: ChildProcessWithoutNullStreams;
  _spawnFfmpeg(args: readonly string[], options: object, started: unknown, ended: Ended): void;
};

/**
 * fluent-ffmpeg knows of one output that is a stream: this gives the process a pipe for each. Where no process can be
 * started it throws from an event, for the want of logs; that is told as an error, too.
 */
const addPipes = (command: Command, count: number): void => {
  const spawn = command._spawnFfmpeg.bind(command);
  const stdio = Array.from({ length: firstPipe + count }, () => "pipe");
  const fail = (error: unknown): void => void command.emit("error", error);
  command._spawnFfmpeg = (args, options, started, ended) => {
    try {
      spawn(args, { ...options, stdio }, started, (error, ...logs) =>
        logs.length > 0 ? ended(error, ...logs) : fail(error),
      );
    } catch (error) {
      fail(error);
    }
  };
};

const commandFor = async (job: FfmpegJob): Promise<Command> => {
  const { bounds, demuxer, outputs, awaited } = job;
  const { program, soundDecoders } = await checkFfmpeg();
  const limits = ["-timelimit", `${Math.ceil(bounds.cpuSeconds)}`];
  const options = ["-nostats", ...limits, "-codec_whitelist", soundDecoders];
  const [before = "", ...rest] = await boundCommand([program], bounds);
  const command = ffmpeg("pipe:0", {
    niceness: awaited?.aborted === false ? 0 : niceness,
    stdoutLines: mostLogLines,
  })
    .setFfmpegPath(before)
    .inputOptions([...rest, ...options, ...inputOptions(demuxer)]) as Command;
  for (const [index, output] of outputs.entries())
    command.output(`pipe:${firstPipe + index}`).outputOptions([...output.options]);
  addPipes(command, outputs.length);
  return command;
};

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

/** By a stream of its own: a loop would hold what it has passed on until more comes. */
const passOn = (pipe: Readable, take: FfmpegOutput["take"], signal: AbortSignal): Promise<void> => {
  const takeUntilGivenUp = async (bytes: Buffer): Promise<void> => {
    if (!signal.aborted) await take(bytes);
  };
  const taker = new Writable({
    write: (bytes: Buffer, _, done) => void takeUntilGivenUp(bytes).then(() => done(), done),
  });
  return pipeline(pipe, taker);
};

const passAllOn = ({ ffmpegProc }: Command, { outputs, signal }: FfmpegJob): Promise<unknown> =>
  Promise.all(
    outputs.map(({ take }, index) =>
      passOn(ffmpegProc?.stdio[firstPipe + index] as Readable, take, signal),
    ),
  );

type Start = (stdin: Writable | undefined) => void;

/** Takes bytes before the process is there. A write is done when the system has all of them, or nobody ever will. */
const createInput = (): { readonly input: Writable; readonly start: Start } => {
  const process = Promise.withResolvers<Writable | undefined>();
  const input = new Writable({
    async write(bytes: Buffer, _, done) {
      const stdin = await process.promise;
      if (stdin) stdin.write(bytes, () => done());
      else done();
    },
    async final(done) {
      (await process.promise)?.end();
      done();
    },
    destroy(error, done) {
      process.resolve(undefined);
      done(error);
    },
  });
  return { input, start: process.resolve };
};

/** The last lines that it writes, as they come. */
const logOf = (command: Command): readonly string[] => {
  const log: string[] = [];
  command.on("stderr", (line: string) => {
    log.push(line);
    if (log.length > mostLogLines) log.shift();
  });
  return log;
};

const run = async (job: FfmpegJob, start: Start): Promise<string> => {
  const { signal, awaited } = job;
  const command = await commandFor(job);
  const log = logOf(command);
  const kill = (): void => void command.kill("SIGKILL");
  const stepBack = (): void => stepBackFor(command);
  let passed: Promise<unknown> = Promise.resolve();
  const begin = (): void => {
    const stdin = command.ffmpegProc?.stdin;
    stdin?.on("error", () => {});
    start(stdin);
    passed = passAllOn(command, job);
    passed.catch(kill);
    if (signal.aborted) kill();
    signal.addEventListener("abort", kill);
    awaited?.addEventListener("abort", stepBack);
  };
  const ended = new Promise<void>((resolve, reject) => {
    command
      .on("start", begin)
      .on("end", () => resolve())
      .on("error", (error: Error) => reject(failureOf(error.message, log.join("\n"))))
      .run();
  });
  try {
    await ended;
    return log.join("\n");
  } finally {
    signal.removeEventListener("abort", kill);
    awaited?.removeEventListener("abort", stepBack);
    // What was thrown by who takes the output is why the process was killed, and what is told.
    await passed;
  }
};

/** Starts one process: the file's bytes on its input, a stream for each of its outputs. */
export const runFfmpeg = (job: FfmpegJob): FfmpegRun => {
  const { input, start } = createInput();
  return { input, done: run(job, start).finally(() => input.destroy()) };
};
