/** What must be known of a file before it is encoded. */
import type { Readable } from "node:stream";
import type { Bounds } from "./ffmpeg/bounds.ts";
import { type Probed, type ProbedStream, probeStreams } from "./ffmpeg/probe.ts";
import { id3Length } from "./id3.ts";
import { findFrames, type XingTag, xingTagAt } from "./mp3.ts";
import { opusBitRate } from "./ogg.ts";
import { plainSource } from "./plain.ts";
import type { Demuxer } from "./sniff.ts";
import { waveHeader } from "./wave.ts";

export type Source = {
  readonly demuxer: Demuxer;
  readonly codec: string;
  readonly sampleRate: number;
  readonly channels: number;
  /** Nothing was lost: a FLAC or better gives back what was recorded. */
  readonly lossless: boolean;
  /** Bits per sample of a lossless source that counts in integers. */
  readonly bitDepth?: number;
  /** Bits per second, where the file says or shows it. */
  readonly bitRate?: number;
  /** Seconds that the file itself claims to last. */
  readonly claimedSeconds?: number;
  /** Samples to keep: an mp3 is padded at its end, and a decoder that reads a pipe does not see how much. */
  readonly keepSamples?: number;
};

/** It has a picture that moves. */
export type NoSource = "no-sound" | "video";

const losslessCodecs =
  /^(flac|alac|pcm_[suf]\d|wavpack|tta|ape|tak|mlp|truehd|shorten|wmalossless)/;
const floatCodecs = /^pcm_f|^(?:wavpack)$/;

const numberOf = (value: string | number | undefined): number | undefined => {
  const number = Number(value);
  return Number.isFinite(number) && number > 0 ? number : undefined;
};

const bitsOfFormat = (sampleFormat: string): number | undefined =>
  ({ u8: 8, s16: 16, s32: 32 })[sampleFormat.replace(/p$/, "")];

const bitDepthOf = (stream: ProbedStream): number | undefined => {
  const format = String(stream["sample_fmt"]);
  if (floatCodecs.test(String(stream["codec_name"])) && /^(flt|dbl)/.test(format)) return undefined;
  return (
    numberOf(stream["bits_per_raw_sample"]) ??
    numberOf(stream["bits_per_sample"]) ??
    bitsOfFormat(format)
  );
};

const isMovingPicture = (stream: ProbedStream): boolean =>
  stream["codec_type"] === "video" &&
  stream.disposition?.attached_pic !== 1 &&
  !/^(mjpeg|png|gif|bmp|tiff|webp)$/.test(String(stream["codec_name"]));

const xingOf = (beginning: Uint8Array): XingTag | undefined => {
  const first = findFrames(beginning, Math.min(id3Length(beginning), beginning.length), 1);
  return first < 0 ? undefined : xingTagAt(beginning, first);
};

const bitRateOf = (stream: ProbedStream, beginning: Uint8Array): number | undefined =>
  numberOf(stream["bit_rate"]) ??
  (stream["codec_name"] === "opus" ? opusBitRate(beginning) : undefined);

const withoutUndefined = <T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

/** What ffprobe has found. */
export const sourceOf = (
  { streams = [] }: Probed,
  demuxer: Demuxer,
  beginning: Uint8Array,
): Source | NoSource => {
  if (streams.some(isMovingPicture)) return "video";
  const stream = streams.find((one) => one["codec_type"] === "audio");
  const sampleRate = numberOf(stream?.["sample_rate"]);
  const channels = numberOf(stream?.["channels"]);
  if (!stream || !sampleRate || !channels) return "no-sound";
  const codec = String(stream["codec_name"]);
  const lossless = losslessCodecs.test(codec);
  const xing = demuxer === "mp3" ? xingOf(beginning) : undefined;
  return withoutUndefined<Source>({
    demuxer,
    codec,
    sampleRate,
    channels,
    lossless,
    bitDepth: lossless ? bitDepthOf(stream) : undefined,
    bitRate: xing?.bitRate ?? bitRateOf(stream, beginning),
    claimedSeconds:
      (xing && xing.samples / xing.sampleRate) ??
      numberOf(stream["duration"]) ??
      (demuxer === "wav" ? waveHeader(beginning)?.seconds : undefined),
    keepSamples: xing?.samples,
  });
};

/**
 * Asks ffprobe, which reads of `content` no more than it needs, and looks at the beginning itself for what a pipe
 * hides from it; of plain files the beginning says all. Rejects with FfmpegRefused where the file is not what its first
 * bytes promise, and as it does.
 */
export const probe = async (
  content: Readable,
  beginning: Uint8Array,
  demuxer: Demuxer,
  bounds: Bounds,
): Promise<Source | NoSource> =>
  plainSource(beginning, demuxer) ??
  sourceOf(await probeStreams(content, demuxer, bounds), demuxer, beginning);
