/** Loudness and waveform, both from one more reading of the same bytes. */
import type { Loudness } from "../song/song.ts";
import { inStereo, type Ladder, soundOnly } from "./ladder.ts";
import type { Source } from "./probe.ts";

/** The waveform needs no more than a quarter of the samples. */
const thinning = 4;

/** Rate of the mono float samples that the analysis writes. */
export const analysisRate = (ladder: Ladder): number =>
  (ladder.rungs[0]?.sampleRate ?? 0) / thinning;

/**
 * Float samples, little-endian, on the output; EBU R128 in the log at the end. Measures what is heard: stereo. Mixing
 * and thinning are filters of their own: as formats of the output, ffmpeg would do them before it measures.
 */
export const analysisOptions = (source: Source, ladder: Ladder): string[] => {
  const filters = [
    ...soundOnly(source),
    ...inStereo(source),
    "ebur128=peak=true:framelog=verbose",
    "pan=mono|c0=0.5*c0+0.5*c1",
    `aresample=${analysisRate(ladder)}`,
  ];
  return `-map 0:a:0 -vn -sn -dn -af ${filters.join(",")} -flush_packets 0 -f f32le`.split(" ");
};

const silence = -70;

const valueOf = (log: string, pattern: RegExp): number | undefined => {
  const found = pattern.exec(log)?.[1];
  if (found === undefined) return undefined;
  return Number.isFinite(Number(found)) ? Number(found) : silence;
};

/** The summary that the ebur128 filter writes last. Undefined for a song too short to be measured. */
export const loudnessIn = (log: string): Loudness | undefined => {
  const summary = log.slice(Math.max(0, log.lastIndexOf("Summary:")));
  const integrated = valueOf(summary, /\bI:\s+(\S+) LUFS/);
  const range = valueOf(summary, /\bLRA:\s+(\S+) LU\b/);
  const truePeak = valueOf(summary, /\bPeak:\s+(\S+) dBFS/);
  return integrated === undefined || range === undefined || truePeak === undefined
    ? undefined
    : { integrated, range, truePeak };
};
