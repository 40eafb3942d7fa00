import { describe, expect, test } from "vitest";
import { sniff } from "../../../functions/core/audio/sniff.ts";

const bytes = (...parts: (string | number[] | Uint8Array)[]): Uint8Array =>
  Buffer.concat(
    parts.map((part) =>
      typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part),
    ),
  );
const zeros = (length: number): Uint8Array => new Uint8Array(length);

/** MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes. */
const mp3Frame = bytes([0xff, 0xfb, 0x90, 0x64], zeros(413));
const id3 = (length: number): Uint8Array =>
  bytes("ID3", [4, 0, 0, 0, 0, length >> 7, length & 0x7f], zeros(length));

describe("sound is known by its first bytes", () => {
  test.each([
    ["flac", bytes("fLaC", zeros(40))],
    ["ogg", bytes("OggS", zeros(24), "\x01vorbis")],
    ["wav", bytes("RIFF", zeros(4), "WAVEfmt ")],
    ["wav", bytes("RF64", zeros(4), "WAVEds64")],
    ["aiff", bytes("FORM", zeros(4), "AIFC")],
    ["mov", bytes(zeros(4), "ftypM4A ")],
    ["matroska", bytes([0x1a, 0x45, 0xdf, 0xa3])],
    ["mp3", bytes(mp3Frame, mp3Frame, mp3Frame)],
    ["mp3", bytes(id3(300), mp3Frame, mp3Frame, mp3Frame)],
    ["mp3", bytes(zeros(1_000), mp3Frame, mp3Frame, mp3Frame)],
    ["flac", bytes(id3(300), "fLaC", zeros(40))],
  ])("%s", (demuxer, start) => {
    expect(sniff(start, true)).toEqual({ kind: "audio", demuxer });
  });

  test("a tag longer than what has come so far stands in front of an mp3", () => {
    expect(sniff(id3(3_000).subarray(0, 500), false)).toEqual({ kind: "audio", demuxer: "mp3" });
  });
});

describe("what is no sound", () => {
  test.each([
    ["a picture", bytes([0xff, 0xd8, 0xff, 0xe0], "JFIF")],
    ["a picture", bytes("\x89PNG\r\n\x1a\n")],
    ["a picture", bytes(zeros(4), "ftypavif")],
    ["a video", bytes("RIFF", zeros(4), "AVI LIST")],
    ["a video", bytes("OggS", zeros(24), "\x80theora")],
    ["an archive", bytes("PK\x03\x04")],
    ["a PDF document", bytes("%PDF-1.7")],
    ["a playlist, not the songs in it", bytes("#EXTM3U\nhttp://example.org/a.ts\n")],
    [
      "a list of files for ffmpeg, not the songs in it",
      bytes("ffconcat version 1.0\nfile /etc/passwd"),
    ],
    ["text", bytes("Dear Sir or Madam,\n")],
    ["text", Buffer.from("Grüße aus Köln")],
    ["text", bytes("\xFF\xFEh\0i\0")],
    ["nothing that Segue knows as sound", zeros(100)],
    ["nothing that Segue knows as sound", bytes([1, 2, 3, 4, 200, 100, 0, 7])],
  ])("%s", (what, start) => {
    expect(sniff(start, true)).toEqual({ kind: "other", what });
  });
});

test("as long as there is neither a sign of sound nor the end, more bytes may tell", () => {
  expect(sniff(zeros(5_000), false)).toEqual({ kind: "undecided" });
  expect(sniff(mp3Frame, false)).toEqual({ kind: "undecided" });
  expect(sniff(zeros(70_000), false).kind).toBe("other");
});
