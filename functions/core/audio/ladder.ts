/** Which renditions a source gets, and how they are made (formats.md, "Segments, by source"). */
import type { Source } from "./probe.ts";

/** Counts the changes of ladder and options: what one recipe began, another does not go on with. */
export const recipe = 2;

const unit = 90_112;
const flacFramesPerUnit = 22;
/**
 * Of a fragment, as ffmpeg writes it: as long as they can be without holding up a segment. Four reach the end of the first
 * with the frames after it that make it sure, eleven more that of each that follows.
 */
const flacFramesPerFragment = 6;

/** Source rate -> rate of its AAC, and samples of one unit counted in its own. */
const rates: ReadonlyMap<number, { readonly aac: number; readonly unit: number }> = new Map([
  [44_100, { aac: 44_100, unit }],
  [48_000, { aac: 48_000, unit }],
  [88_200, { aac: 44_100, unit: unit * 2 }],
  [96_000, { aac: 48_000, unit: unit * 2 }],
  [176_400, { aac: 44_100, unit: unit * 4 }],
  [192_000, { aac: 48_000, unit: unit * 4 }],
  [22_050, { aac: 44_100, unit: unit / 2 }],
  [24_000, { aac: 48_000, unit: unit / 2 }],
  [11_025, { aac: 44_100, unit: unit / 4 }],
]);

export type LadderRung = {
  readonly name: string;
  /** RFC 6381. */
  readonly codecs: string;
  /** Nominal, bits per second. */
  readonly bandwidth: number;
  readonly sampleRate: number;
  /** Samples of one unit, in the rung's own rate. */
  readonly unit: number;
  readonly outputOptions: readonly string[];
};

export type Ladder = {
  /** What the list of durations is counted in. */
  readonly sampleRate: number;
  readonly unit: number;
  readonly rungs: readonly LadderRung[];
};

const isPartOf = (rate: number, family: number): boolean =>
  rate % family === 0 || family % rate === 0;

const aacRateOfOthers = (rate: number): number => (isPartOf(rate, 11_025) ? 44_100 : 48_000);

/** Sound only, from the first sample on, whatever times the file writes beside its samples. */
export const soundOnly = (source: Source): string[] => [
  ...(source.keepSamples === undefined ? [] : [`atrim=end_sample=${source.keepSamples}`]),
  // Rounded: as a float, one in many of these falls just short of a whole number.
  "asetpts=round(N/SR/TB)",
];

/** Mono is doubled at its level; ffmpeg's own mixing takes 3 dB off. More channels, mixed, stay within full scale. */
export const inStereo = ({ channels }: Source): string[] =>
  channels === 1
    ? ["pan=stereo|c0=c0|c1=c0"]
    : [...(channels > 2 ? ["aresample=rematrix_maxval=1"] : []), "aformat=channel_layouts=stereo"];

/** Options as on a command line; none of their values has a space in it. */
const options = (...texts: readonly string[]): string[] => texts.join(" ").split(" ");

const onlySound = "-map 0:a:0 -vn -sn -dn";

const fragmented = (sampleRate: number, rungUnit: number): string => {
  const samples = (rungUnit / flacFramesPerUnit) * flacFramesPerFragment;
  const micros = Math.floor(samples * (1_000_000 / sampleRate));
  const exact = "-flags +bitexact -fflags +bitexact -map_metadata -1";
  const movflags = "+empty_moov+default_base_moof+delay_moov";
  return `${exact} -f mp4 -movflags ${movflags} -frag_duration ${micros}`;
};

/**
 * Without intensity stereo and made-up noise, the slow coder leaves the least noise above the mask (test/bench/coders.ts).
 * The fast one is near it with most music, and distorts a loud pure tone by 16 dB below it at any bit rate.
 */
export const coder = "-aac_coder twoloop -aac_is 0 -aac_pns 0";

const aac = (name: string, bitRate: number, source: Source, sampleRate: number): LadderRung => ({
  name,
  codecs: "mp4a.40.2",
  bandwidth: Math.round(bitRate * 1.1),
  sampleRate,
  unit,
  outputOptions: options(
    onlySound,
    `-af ${[...soundOnly(source), ...inStereo(source)].join(",")}`,
    `-ar ${sampleRate} -c:a aac ${coder} -b:a ${bitRate}`,
    fragmented(sampleRate, unit),
  ),
});

const flac = (source: Source, bitDepth: number, ownUnit: number): LadderRung => ({
  name: "flac",
  codecs: "fLaC",
  bandwidth: Math.round(source.sampleRate * source.channels * bitDepth * 0.7),
  sampleRate: source.sampleRate,
  unit: ownUnit,
  outputOptions: options(
    onlySound,
    `-af ${soundOnly(source).join(",")}`,
    `-sample_fmt ${bitDepth > 16 ? "s32" : "s16"} -c:a flac -strict experimental`,
    `-frame_size ${ownUnit / flacFramesPerUnit}`,
    fragmented(source.sampleRate, ownUnit),
  ),
});

const highBitRate = 200_000;
const deepest = 24;

export const ladderFor = (source: Source): Ladder => {
  const known = rates.get(source.sampleRate);
  const aacRate = known?.aac ?? aacRateOfOthers(source.sampleRate);
  const rich = source.lossless || (source.bitRate ?? 0) >= highBitRate;
  const { bitDepth, channels } = source;
  const keeps = known && bitDepth !== undefined && bitDepth <= deepest && channels <= 2;
  return {
    sampleRate: known ? source.sampleRate : aacRate,
    unit: known?.unit ?? unit,
    rungs: [
      aac("a64", 64_000, source, aacRate),
      aac("a128", 128_000, source, aacRate),
      ...(rich ? [aac("a256", 256_000, source, aacRate)] : []),
      ...(keeps ? [flac(source, bitDepth, known.unit)] : []),
    ],
  };
};
