/**
 * What plain WAV and FLAC files say of themselves in their first bytes. They need no process that is asked: most of what
 * is uploaded without loss is one of them.
 */
import type { Source } from "./probe.ts";
import type { Demuxer } from "./sniff.ts";
import { waveHeader } from "./wave.ts";

const integers = 1;
const codecOfBits: ReadonlyMap<number, string> = new Map([
  [8, "pcm_u8"],
  [16, "pcm_s16le"],
  [24, "pcm_s24le"],
  [32, "pcm_s32le"],
]);

/** Surround sound that is kept as if it were samples: DTS in its four orders, and IEC 61937. */
const disguises = ["7ffe8001", "fe7f0180", "1fffe800", "ff1f00e8", "72f81f4e", "f8724e1f"].map(
  (mark) => Buffer.from(mark, "hex"),
);

const isDisguised = (bytes: Uint8Array): boolean => {
  const sound = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return disguises.some((mark) => sound.includes(mark));
};

const ofWave = (beginning: Uint8Array): Source | undefined => {
  const header = waveHeader(beginning);
  if (!header) return undefined;
  const { tag, channels, sampleRate, bits, validBits, bytesPerSecond, dataAt, seconds } = header;
  const codec = codecOfBits.get(bits);
  const isPlain = tag === integers && validBits === bits && channels > 0 && sampleRate > 0;
  if (!codec || !isPlain || bytesPerSecond !== (sampleRate * channels * bits) / 8) return undefined;
  if (isDisguised(beginning.subarray(dataAt))) return undefined;
  return {
    demuxer: "wav",
    codec,
    sampleRate,
    channels,
    lossless: true,
    bitDepth: bits,
    bitRate: bytesPerSecond * 8,
    ...(seconds !== undefined && { claimedSeconds: seconds }),
  };
};

const mark = Buffer.from("fLaC");
const streamInfoLength = 34;

/** STREAMINFO, which comes first (RFC 9639, 8.2). */
const ofFlac = (beginning: Uint8Array): Source | undefined => {
  const view = new DataView(beginning.buffer, beginning.byteOffset, beginning.byteLength);
  if (beginning.length < 8 + streamInfoLength || !mark.equals(beginning.subarray(0, 4)))
    return undefined;
  const block = view.getUint32(4);
  if ((block & 0x7fff_ffff) !== streamInfoLength) return undefined;
  const fields = view.getBigUint64(18);
  const sampleRate = Number(fields >> 44n);
  const samples = Number(fields & 0xf_ffff_ffffn);
  if (sampleRate === 0) return undefined;
  return {
    demuxer: "flac",
    codec: "flac",
    sampleRate,
    channels: Number((fields >> 41n) & 7n) + 1,
    lossless: true,
    bitDepth: Number((fields >> 36n) & 31n) + 1,
    ...(samples > 0 && { claimedSeconds: samples / sampleRate }),
  };
};

/** Undefined where the beginning of a file leaves a question open. */
export const plainSource = (beginning: Uint8Array, demuxer: Demuxer): Source | undefined => {
  if (demuxer === "wav") return ofWave(beginning);
  return demuxer === "flac" ? ofFlac(beginning) : undefined;
};
