/** The kinds of files that people have, made of a tone. */
import { join } from "node:path";
import { ffmpeg } from "./sound.ts";

export const frequency = 440;
/** Long enough for four segments, and no whole number of anything. */
export const seconds = 15.37;

export type SourceKind = {
  readonly name: string;
  readonly ending: string;
  readonly sampleRate: number;
  readonly channels: 1 | 2;
  /** How ffmpeg makes it. */
  readonly options: string;
  /** The renditions that formats.md has for it. */
  readonly renditions: readonly string[];
};

const lossy = ["a64", "a128"];
const rich = ["a64", "a128", "a256"];
const lossless = ["a64", "a128", "a256", "flac"];

const kind = (
  name: string,
  ending: string,
  options: string,
  renditions: readonly string[],
  { sampleRate = 44_100, channels = 2 }: { sampleRate?: number; channels?: 1 | 2 } = {},
): SourceKind => ({ name, ending, sampleRate, channels, options, renditions });

const wavAt = (sampleRate: number, renditions = lossless): SourceKind =>
  kind(`wav at ${sampleRate} Hz`, "wav", "-c:a pcm_s16le", renditions, { sampleRate });

export const sourceKinds: readonly SourceKind[] = [
  kind("mp3 of one bit rate, with LAME tag", "mp3", "-c:a libmp3lame -b:a 128k", lossy),
  kind("mp3 of a high bit rate", "mp3", "-c:a libmp3lame -b:a 256k", rich),
  kind("mp3 of varying bit rate", "mp3", "-c:a libmp3lame -q:a 4", lossy),
  kind(
    "mp3 without LAME tag",
    "mp3",
    "-c:a libmp3lame -b:a 160k -write_xing 0 -id3v2_version 0",
    lossy,
  ),
  kind("mp3, mono, MPEG 2", "mp3", "-c:a libmp3lame -b:a 64k", lossy, {
    sampleRate: 22_050,
    channels: 1,
  }),
  kind("flac of 16 bits", "flac", "-c:a flac -sample_fmt s16", lossless),
  kind("flac of 24 bits", "flac", "-c:a flac -sample_fmt s32 -bits_per_raw_sample 24", lossless, {
    sampleRate: 48_000,
  }),
  kind(
    "flac of 24 bits at 192 kHz",
    "flac",
    "-c:a flac -sample_fmt s32 -bits_per_raw_sample 24",
    lossless,
    { sampleRate: 192_000 },
  ),
  kind("wav of 24 bits", "wav", "-c:a pcm_s24le", lossless),
  kind("wav of 8 bits", "wav", "-c:a pcm_u8", lossless, { sampleRate: 22_050 }),
  kind("wav of floats", "wav", "-c:a pcm_f32le", rich),
  kind("wav, mono", "wav", "-c:a pcm_s16le", lossless, { channels: 1 }),
  ...[11_025, 22_050, 24_000, 48_000, 88_200, 96_000, 176_400].map((rate) => wavAt(rate)),
  ...[8_000, 16_000, 32_000].map((rate) => wavAt(rate, rich)),
  kind("aac in m4a, index at the end", "m4a", "-c:a aac -b:a 128k", lossy),
  kind("aac in m4a, index in front", "m4a", "-c:a aac -b:a 128k -movflags +faststart", lossy),
  kind("alac in m4a, index at the end", "m4a", "-c:a alac", lossless),
  kind("alac in m4a, index in front", "m4a", "-c:a alac -movflags +faststart", lossless),
  kind("aac without container", "aac", "-c:a aac -b:a 128k -f adts", lossy),
  kind("vorbis in ogg", "ogg", "-c:a libvorbis -b:a 112k", lossy, { sampleRate: 48_000 }),
  kind("flac in ogg", "oga", "-c:a flac", lossless),
  kind("opus", "opus", "-c:a libopus -b:a 96k", lossy, { sampleRate: 48_000 }),
  kind("opus of a high bit rate", "opus", "-c:a libopus -b:a 256k -vbr off", rich, {
    sampleRate: 48_000,
  }),
  kind("aiff", "aiff", "-c:a pcm_s16be", lossless),
  kind("w64", "w64", "-c:a pcm_s16le", lossless),
  kind("caf", "caf", "-c:a pcm_s16be", lossless),
  kind("au", "au", "-c:a pcm_s16be", lossless),
  kind("ac3", "ac3", "-c:a ac3 -b:a 192k", lossy),
  kind("wma", "wma", "-c:a wmav2 -b:a 128k", lossy),
  kind("opus in webm", "webm", "-c:a libopus -b:a 96k", lossy, { sampleRate: 48_000 }),
  kind("flac in matroska", "mka", "-c:a flac", lossless),
  kind("wavpack", "wv", "-c:a wavpack -sample_fmt s16p", lossless),
  kind("tta", "tta", "-c:a tta", lossless),
];

/** Makes the file in the folder; gives its path. */
export const makeSource = async (folder: string, source: SourceKind): Promise<string> => {
  const { sampleRate, channels, ending, options } = source;
  const path = join(folder, `${source.name.replaceAll(/\W+/g, "-")}.${ending}`);
  const wave = `0.5*sin(2*PI*${frequency}*t)`;
  const sound = Array(channels).fill(wave).join("|");
  await ffmpeg(`-f lavfi -i aevalsrc=${sound}:s=${sampleRate}:d=${seconds} ${options} ${path}`);
  return path;
};
