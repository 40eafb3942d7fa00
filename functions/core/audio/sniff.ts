/** What a file is, by its first bytes: never by its name or by what the sender says. */
import { id3Length } from "./id3.ts";
import { Problem } from "../problem.ts";
import { findFrames } from "./mp3.ts";

/** ffmpeg's demuxers for the formats that Segue takes. */
export type Demuxer =
  | "mp3"
  | "flac"
  | "ogg"
  | "wav"
  | "w64"
  | "aiff"
  | "caf"
  | "au"
  | "aac"
  | "ac3"
  | "mov"
  | "asf"
  | "matroska"
  | "wv"
  | "tta";

export type Sniffed =
  | { readonly kind: "audio"; readonly demuxer: Demuxer }
  /** `what` completes the sentence "This is …". */
  | { readonly kind: "other"; readonly what: string }
  /** More bytes might tell. */
  | { readonly kind: "undecided" };

/** After so many bytes without a sign of sound there is none. */
export const sniffLength = 64 * 1024;

type Magic = { readonly at: number; readonly text: string };
type Rule = { readonly magic: readonly Magic[]; readonly is: Sniffed };

const audio = (demuxer: Demuxer): Sniffed => ({ kind: "audio", demuxer });
const other = (what: string): Sniffed => ({ kind: "other", what });
const rule = (is: Sniffed, ...texts: readonly (string | Magic)[]): Rule => ({
  is,
  magic: texts.map((text) => (typeof text === "string" ? { at: 0, text } : text)),
});

const rules: readonly Rule[] = [
  rule(audio("flac"), "fLaC"),
  rule(other("a video"), "OggS", { at: 28, text: "\x80theora" }),
  rule(audio("ogg"), "OggS"),
  rule(audio("wav"), "RIFF", { at: 8, text: "WAVE" }),
  rule(audio("wav"), "RF64", { at: 8, text: "WAVE" }),
  rule(audio("wav"), "BW64", { at: 8, text: "WAVE" }),
  rule(audio("w64"), "riff\x2E\x91\xCF\x11"),
  rule(audio("aiff"), "FORM", { at: 8, text: "AIFF" }),
  rule(audio("aiff"), "FORM", { at: 8, text: "AIFC" }),
  rule(audio("caf"), "caff"),
  rule(audio("au"), ".snd"),
  rule(audio("ac3"), "\x0B\x77"),
  rule(audio("asf"), "\x30\x26\xB2\x75\x8E\x66\xCF\x11"),
  rule(audio("matroska"), "\x1A\x45\xDF\xA3"),
  rule(audio("wv"), "wvpk"),
  rule(audio("tta"), "TTA1"),
  ...["avif", "avis", "heic", "heix", "mif1", "msf1"].map((brand) =>
    rule(other("a picture"), { at: 4, text: `ftyp${brand}` }),
  ),
  ...["ftyp", "moov", "mdat", "wide", "free", "skip"].map((text) =>
    rule(audio("mov"), { at: 4, text }),
  ),
  rule(other("a picture"), "\xFF\xD8\xFF"),
  rule(other("a picture"), "\x89PNG"),
  rule(other("a picture"), "GIF8"),
  rule(other("a picture"), "BM"),
  rule(other("a picture"), "II*\0"),
  rule(other("a picture"), "MM\0*"),
  rule(other("a picture"), "RIFF", { at: 8, text: "WEBP" }),
  rule(other("a video"), "RIFF", { at: 8, text: "AVI " }),
  rule(other("a video"), "FLV\x01"),
  rule(other("a video"), "\0\0\x01\xBA"),
  rule(other("a video"), "\0\0\x01\xB3"),
  rule(other("a video"), "\x47", { at: 188, text: "\x47" }, { at: 376, text: "\x47" }),
  rule(other("an archive"), "PK\x03\x04"),
  rule(other("an archive"), "Rar!"),
  rule(other("an archive"), "7z\xBC\xAF\x27\x1C"),
  rule(other("an archive"), "\x1F\x8B"),
  rule(other("an archive"), "BZh"),
  rule(other("an archive"), "\xFD7zXZ"),
  rule(other("an archive"), "\x28\xB5\x2F\xFD"),
  rule(other("an archive"), { at: 257, text: "ustar" }),
  rule(other("a PDF document"), "%PDF"),
  rule(other("MIDI: notes, not sound"), "MThd"),
  rule(other("a playlist, not the songs in it"), "#EXTM3U"),
  rule(other("a playlist, not the songs in it"), "[playlist]"),
  rule(other("a list of files for ffmpeg, not the songs in it"), "ffconcat"),
  rule(other("a program"), "\x7FELF"),
  rule(other("a program"), "MZ"),
];

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

/** Text has no control characters but those of white space, and is UTF-8, or begins as UTF-16 does. */
const isText = (bytes: Uint8Array): boolean => {
  const start = latin1(bytes.subarray(0, 4096));
  if (start.startsWith("\xFF\xFE") || start.startsWith("\xFE\xFF")) return true;
  // oxlint-disable-next-line no-control-regex
  if (/[\0-\x08\x0E-\x1A\x1C-\x1F\x7F]/.test(start)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, 4096), { stream: true });
    return true;
  } catch {
    return false;
  }
};

/** ADTS (ISO/IEC 13818-7): three headers in a row, each where the one before says. */
const isAdts = (bytes: Uint8Array, from: number): boolean => {
  let offset = from;
  for (let seen = 0; seen < 3; seen++) {
    const [a, b = 0, , c = 0, d = 0, e = 0] = bytes.subarray(offset, offset + 6);
    const length = ((c & 3) << 11) | (d << 3) | (e >> 5);
    if (a !== 0xff || (b & 0xf6) !== 0xf0 || length < 7) return false;
    offset += length;
  }
  return true;
};

const byMagic = (bytes: Uint8Array): Sniffed | undefined => {
  const start = latin1(bytes.subarray(0, 512));
  return rules.find(({ magic }) => magic.every(({ at, text }) => start.startsWith(text, at)))?.is;
};

/** `all`: there are no more bytes than these. */
export const sniff = (bytes: Uint8Array, all: boolean): Sniffed => {
  const tag = id3Length(bytes);
  // A tag longer than what is there: such tags stand in front of mp3 above all.
  if (tag > bytes.length) return audio("mp3");
  const content = bytes.subarray(tag);
  const found = byMagic(content);
  if (found) return found;
  if (isAdts(content, 0)) return audio("aac");
  const enough = all || content.length >= sniffLength;
  if (findFrames(content, 0, enough ? 2 : 3) >= 0) return audio("mp3");
  if (!enough) return { kind: "undecided" };
  return isText(content) && tag === 0 ? other("text") : other("nothing that Segue knows as sound");
};

/** What is wrong with bytes that are no song. */
export const notAudio = (what: string): Problem =>
  new Problem("not-audio", {
    detail: `This is ${what}. Send an mp3, flac, m4a, ogg, opus, wav or aiff file.`,
  });
