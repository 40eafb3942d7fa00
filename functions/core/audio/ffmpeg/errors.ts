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

/** The file asks for more than a process may use. */
export class FfmpegOverLimit extends Error {
  override readonly name = "FfmpegOverLimit";
  readonly limit: "cpu" | "memory";
  constructor(limit: "cpu" | "memory") {
    super(`ffmpeg came to its limit of ${limit}.`);
    this.limit = limit;
  }
}

/** How a process ended, as it says itself: ffmpeg hears of its last second, others are killed by it. */
const outOfTime = /received signal 24|SIGXCPU/;
const outOfMemory = /Cannot allocate memory|failed to map segment|cannot map zero-fill pages/;

/** `nice` and prlimit, of a program that they cannot start (https://www.gnu.org/software/coreutils/manual/coreutils.html#nice-invocation). */
const notStarted = /exited with code 12[67]\b/;

/** The error for a process that did not end well. */
export const failureOf = (message: string, log: string): Error => {
  if (outOfTime.test(message + log)) return new FfmpegOverLimit("cpu");
  if (outOfMemory.test(log)) return new FfmpegOverLimit("memory");
  return /exited with code/.test(message) && !notStarted.test(message)
    ? new FfmpegRefused(message, log)
    : new FfmpegBroken(`ffmpeg broke off: ${message}`);
};
