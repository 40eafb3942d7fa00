/** What is wrong with a file, where preparing it shows that something is. */
import { FfmpegOverLimit, FfmpegRefused } from "../audio/ffmpeg/errors.ts";
import type { Limits } from "../limits.ts";
import { Problem } from "../problem.ts";

export const tooLong = (longest: number): Problem =>
  new Problem("too-long", {
    detail: `The limit is ${Number((longest / 3600).toFixed(2))} hours. Cut it into parts, or raise SEGUE_MAX_HOURS.`,
  });

export const tooMuchOutput = ({ outputBytes }: Limits): Problem =>
  new Problem("too-much-output", {
    detail: `The limit is ${outputBytes / 1e9} GB. Cut it into parts, or raise SEGUE_MAX_OUTPUT_GB.`,
  });

const overLimit = ({ limit }: FfmpegOverLimit, { cpuSeconds, memoryBytes }: Limits): Problem =>
  limit === "cpu"
    ? new Problem("too-slow", {
        detail: `The limit is ${cpuSeconds} s of a processor. Cut it into parts, or raise SEGUE_MAX_CPU_SECONDS.`,
      })
    : new Problem("too-complex", {
        detail: `The limit is ${memoryBytes / 1e6} MB. Save it in another format, or raise SEGUE_MAX_MEMORY_MB.`,
      });

/** The error as a Problem, where it is the file's fault; else as it is. */
export const faultOf = (error: unknown, limits: Limits): unknown => {
  if (error instanceof FfmpegOverLimit) return overLimit(error, limits);
  if (!(error instanceof FfmpegRefused)) return error;
  const detail = "It is damaged, or not what it seems. Upload it again from a good copy.";
  return new Problem("unreadable", { detail, cause: error });
};
