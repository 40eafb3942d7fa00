/** Loudness and waveform, both from one more reading of the same bytes. */
import type { Loudness } from "../song/song.ts";
import { inStereo, type Ladder, soundOnly } from "./ladder.ts";
import type { Source } from "./probe.ts";

/** The waveform needs no more than a quarter of the samples. */
const thinning = 4;

/** Hz: four times that of a CD, at which ITU-R BS.1770 (Annex 2) looks for peaks between the samples. */
const oversampled = 176_400;
/** dB above full scale that are measured, too: sound that is kept in floats may be so loud. */
const headroom = 12;

const oversampledRate = ({ sampleRate }: Source): number =>
  sampleRate * Math.ceil(oversampled / sampleRate);

/** Rate of the mono float samples that the analysis writes. */
export const analysisRate = (ladder: Ladder): number =>
  (ladder.rungs[0]?.sampleRate ?? 0) / thinning;

/**
 * Float samples, little-endian, on the output; EBU R128 and peak in the log at the end. Measures what is heard: stereo.
 * Peaks are looked for in 16 bits, which is a quarter less work than ebur128's own search, and the same to its tenth of
 * a dB.
 */
export const analysisOptions = (source: Source, ladder: Ladder): string[] => {
  const stereo = [...soundOnly(source), ...inStereo(source)].join(",");
  const peaks = `volume=-${headroom}dB,aresample=${oversampledRate(source)}:filter_size=16`;
  const graph = [
    `[0:a:0]${stereo},asplit=3[a][b][c]`,
    "[a]ebur128=framelog=verbose,anullsink",
    `[b]${peaks},volumedetect,anullsink`,
    `[c]pan=mono|c0=0.5*c0+0.5*c1,aresample=${analysisRate(ladder)}[waveform]`,
  ].join(";");
  return `-filter_complex ${graph} -map [waveform] -flush_packets 0 -f f32le`.split(" ");
};

const silence = -70;

const valueOf = (log: string, pattern: RegExp): number | undefined => {
  const found = pattern.exec(log)?.[1];
  if (found === undefined) return undefined;
  return Number.isFinite(Number(found)) ? Number(found) : silence;
};

const fromLast = (mark: string, log: string): string =>
  log.slice(Math.max(0, log.lastIndexOf(mark)));

/** What the filters write last. Undefined for a song too short to be measured. */
export const loudnessIn = (log: string): Loudness | undefined => {
  const summary = fromLast("Summary:", log);
  const integrated = valueOf(summary, /\bI:\s+(\S+) LUFS/);
  const range = valueOf(summary, /\bLRA:\s+(\S+) LU\b/);
  const highest = valueOf(fromLast("max_volume:", log), /\bmax_volume:\s+(\S+) dB/);
  if (integrated === undefined || range === undefined || highest === undefined) return undefined;
  const truePeak = Math.max(silence, Math.round((highest + headroom) * 10) / 10);
  return { integrated, range, truePeak };
};
