/** The only module that knows how ffmpeg is driven: by fluent-ffmpeg, with bytes on pipes and nothing else. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { PassThrough, type Readable, Writable } from "node:stream";
import ffmpeg from "fluent-ffmpeg";

/** ffmpeg is not there, cannot start or was killed: no fault of the file. */
export class FfmpegBroken extends Error {
  override readonly name = "FfmpegBroken";
}

/** ffmpeg ended by itself and was not content with the file. */
export class FfmpegRefused extends Error {
  override readonly name = "FfmpegRefused";
  /** The last lines it wrote. */
  readonly log: string;
  constructor(message: string, log: string) {
    super(message);
    this.log = log;
  }
}

let program = "ffmpeg";

export const useFfmpeg = (path: string | undefined): void => {
  if (path === undefined) return;
  program = path;
  ffmpeg.setFfmpegPath(path);
};

/** As it says it of itself now, `5.1.9`; undefined when it cannot be started. */
export const ffmpegVersion = async (): Promise<string | undefined> => {
  const answer = await promisify(execFile)(program, ["-version"]).catch(() => undefined);
  return answer && (/^ffmpeg version (\S+)/.exec(answer.stdout)?.[1] ?? "unknown");
};

/**
 * Asks ffmpeg what it can do. The answer is kept, which spares the first song the time.
 * Throws FfmpegBroken where there is none, or one without AAC or FLAC.
 */
export const checkFfmpeg = async (): Promise<void> => {
  const encoders = await new Promise<ffmpeg.Encoders>((resolve, reject) => {
    ffmpeg.getAvailableEncoders((error, found) => (error ? reject(error) : resolve(found)));
  }).catch((cause: unknown) => {
    throw new FfmpegBroken("ffmpeg cannot be started. Install it, or set FFMPEG_PATH.", { cause });
  });
  for (const name of ["aac", "flac"])
    if (!encoders[name]) throw new FfmpegBroken(`This ffmpeg has no ${name} encoder.`);
  await new Promise<void>((resolve) => ffmpeg.getAvailableFormats(() => resolve()));
};

/** Only pipes: a file that names other files or addresses opens none of them. */
const inputOptions = (demuxer: string): string[] => [
  "-hide_banner",
  "-nostats",
  "-threads",
  "1",
  "-protocol_whitelist",
  "pipe",
  "-f",
  demuxer,
];

/** Listeners come first: encoding takes what they leave of the processors. */
const niceness = 5;
const mostLogLines = 60;
/** Bytes that wait for one process while others are slower: its processor need not idle for them. */
const readAhead = 1024 * 1024;

export type FfmpegRun = {
  /** Bytes of the file go in here; full when `write` says so, and destroyed once ffmpeg wants no more. */
  readonly input: PassThrough;
  /** Settles when the process is gone; gives its last lines. Rejects with FfmpegBroken or FfmpegRefused. */
  readonly done: Promise<string>;
};

type FfmpegJob = {
  readonly demuxer: string;
  readonly outputOptions: readonly string[];
  /** Takes one output of ffmpeg, as fast as it likes to. */
  readonly take: (bytes: Buffer) => Promise<void> | void;
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

const failure = (error: Error & { outputStreamError?: unknown }, log: string): unknown => {
  if (error.outputStreamError !== undefined) return error.outputStreamError;
  return /exited with code/.test(error.message)
    ? new FfmpegRefused(error.message, log)
    : new FfmpegBroken(`ffmpeg broke off: ${error.message}`, { cause: error });
};

/** Starts one process: the file's bytes on its input, one stream on its output. */
export const runFfmpeg = ({ demuxer, outputOptions, take, signal }: FfmpegJob): FfmpegRun => {
  const input = new PassThrough({ highWaterMark: readAhead });
  input.on("error", () => {});
  const output = sink(take);
  const log: string[] = [];
  const command = ffmpeg(input, { niceness, stdoutLines: mostLogLines })
    .inputOptions(inputOptions(demuxer))
    .outputOptions([...outputOptions]);
  const kill = (): void => void command.kill("SIGKILL");

  const done = new Promise<string>((resolve, reject) => {
    command
      .on("start", () => {
        if (signal.aborted) kill();
        signal.addEventListener("abort", kill);
      })
      .on("stderr", (line: string) => {
        log.push(line);
        if (log.length > mostLogLines) log.shift();
      })
      .on("end", () => resolve(log.join("\n")))
      .on("error", (error: Error) => reject(failure(error, log.join("\n"))));
  }).finally(() => {
    signal.removeEventListener("abort", kill);
    input.destroy();
  });
  command.output(output).run();
  return { input, done };
};

export type ProbedStream = Partial<Record<string, string | number>> & {
  readonly disposition?: { readonly attached_pic?: number };
};
export type Probed = {
  readonly streams: readonly ProbedStream[];
  readonly format: Partial<Record<string, string | number>>;
};

/** What ffprobe finds in the beginning of a file. Rejects with FfmpegBroken or FfmpegRefused, and as the source does. */
export const probeStreams = (beginning: Readable, demuxer: string): Promise<Probed> =>
  new Promise((resolve, reject) => {
    const options = inputOptions(demuxer).filter((option) => option !== "-nostats");
    let broken: { readonly error: Error } | undefined;
    const input = new PassThrough();
    // ffprobe waits for its input to end, and nobody else can end it.
    beginning.on("error", (error) => {
      broken = { error };
      input.end();
    });
    beginning.pipe(input);
    ffmpeg.ffprobe(input as never, 0, options, (error: Error | null, data) => {
      if (broken) reject(broken.error);
      else if (!error) resolve(data as unknown as Probed);
      else if (/exited with code/.test(error.message))
        reject(new FfmpegRefused("ffprobe does not understand the file.", error.message));
      else reject(new FfmpegBroken("ffprobe cannot be started.", { cause: error }));
    });
  });
