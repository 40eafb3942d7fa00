import { describe, expect, test } from "vitest";
import {
  type Box,
  boxesIn,
  boxReader,
  contentOf,
  fragmentSize,
  samplesOf,
  sizeOf,
  writeFragment,
} from "../../../functions/core/hls/boxes.ts";
import { finalDurations } from "../../../functions/core/hls/durations.ts";
import { type Cut, createSegmenter, type Segment } from "../../../functions/core/hls/segmenter.ts";

const unit = 90_112;
const frame = 1_024;

type Frame = { readonly bytes: Uint8Array; readonly duration: number };

/** Frames of a coder: each other in size and content, the last perhaps shorter in time. */
const framesOf = (length: number): Frame[] =>
  Array.from({ length: Math.ceil(length / frame) }, (_, n) => ({
    bytes: Buffer.alloc(100 + (n % 37), n),
    duration: Math.min(frame, length - n * frame),
  }));

const fragmentOf = (sequence: number, decodeTime: number, frames: readonly Frame[]): Buffer => {
  const samples = frames.map(({ bytes, duration }) => ({ duration, size: bytes.length }));
  const bytes = Buffer.concat(frames.map((one) => one.bytes));
  const fragment = { sequence, decodeTime, samples, bytes };
  const out = Buffer.alloc(fragmentSize(fragment));
  writeFragment(fragment, out, 0);
  return out;
};

const header = Buffer.concat(
  ["ftyp", "moov"].map((type) => Buffer.from([0, 0, 0, 12, ...Buffer.from(type), 1, 2, 3, 4])),
);

/** As an encoder writes them: `perFragment` frames at a time. */
const encoded = (frames: readonly Frame[], perFragment: number): Buffer => {
  const pieces: Uint8Array[] = [header];
  for (let start = 0; start < frames.length; start += perFragment)
    pieces.push(fragmentOf(pieces.length, start * frame, frames.slice(start, start + perFragment)));
  return Buffer.concat(pieces);
};

const framesIn = (moof: Box, mdat: Box): Frame[] => {
  const bytes = contentOf(mdat);
  const samples = samplesOf(moof);
  expect(bytes).toHaveLength(sizeOf(samples));
  let offset = 0;
  return samples.map(({ duration, size }) => ({
    bytes: bytes.subarray(offset, (offset += size)),
    duration,
  }));
};

const fragmentsIn = (segment: Uint8Array) => {
  const boxes = [...boxesIn(segment)];
  const found: { sequence: number; decodeTime: number; samples: Frame[] }[] = [];
  for (let n = 0; n < boxes.length; n += 2) {
    const [moof, mdat] = boxes.slice(n, n + 2);
    if (moof?.type !== "moof" || mdat?.type !== "mdat") throw new Error("not a fragment");
    const bytes = Buffer.from(moof.bytes);
    found.push({
      sequence: bytes.readUInt32BE(bytes.indexOf("mfhd") + 8),
      decodeTime: Number(bytes.readBigUInt64BE(bytes.indexOf("tfdt") + 8)),
      samples: framesIn(moof, mdat),
    });
  }
  return found;
};

const lengthOf = (samples: readonly Frame[]): number =>
  samples.reduce((sum, { duration }) => sum + duration, 0);

/** To keep: they are good until the next is cut. */
const copiesOf = ({ segments }: Cut): Segment[] => {
  const copies: Segment[] = [];
  for (const { index, bytes } of segments) copies.push({ index, bytes: Buffer.from(bytes) });
  return copies;
};

/** Feeds bytes cut into pieces of so many bytes; ends with the list for so many samples of song. */
const cut = (bytes: Buffer, pieceLength: number, songLength: number) => {
  const segmenter = createSegmenter(unit);
  const segments: Segment[] = [];
  let init: Uint8Array | undefined;
  for (let start = 0; start < bytes.length; start += pieceLength) {
    const found = segmenter.push(bytes.subarray(start, start + pieceLength));
    init ??= found.init;
    segments.push(...copiesOf(found));
  }
  const early = segments.length;
  segments.push(...copiesOf(segmenter.end(finalDurations(songLength, unit).length)));
  return { init, segments, early, length: segmenter.length };
};

describe("segments", () => {
  const songLength = unit * 8 + 12_345;
  const frames = framesOf(songLength + frame);

  test.each([1, 7, 8, 9, 1_000])(
    "of fragments of %i frames are cut at the same places",
    (perFragment) => {
      const { segments } = cut(encoded(frames, perFragment), 4_096, songLength);
      const lengths = segments.map(({ bytes }) =>
        lengthOf(fragmentsIn(bytes).flatMap(({ samples }) => samples)),
      );
      expect(lengths).toEqual([unit, unit * 3, unit * 3, unit + 12_345 + frame]);
    },
  );

  test.each([1, 13, 1_000, 1_000_000])(
    "come out the same when bytes arrive %i at a time",
    (pieceLength) => {
      const whole = cut(encoded(frames, 8), 1_000_000, songLength);
      const pieces = cut(encoded(frames, 8), pieceLength, songLength);
      expect(pieces.init).toEqual(header);
      expect(pieces.segments.map(({ bytes }) => Buffer.from(bytes).toString("hex"))).toEqual(
        whole.segments.map(({ bytes }) => Buffer.from(bytes).toString("hex")),
      );
    },
  );

  test("hold every frame once, in order, at its own time", () => {
    const { segments } = cut(encoded(frames, 8), 4_096, songLength);
    const fragments = segments.flatMap(({ bytes }) => fragmentsIn(bytes));
    let time = 0;
    for (const { decodeTime, samples } of fragments) {
      expect(decodeTime).toBe(time);
      time += lengthOf(samples);
    }
    const samples = fragments.flatMap((one) => one.samples);
    expect(samples.map(({ duration }) => duration)).toEqual(frames.map(({ duration }) => duration));
    expect(Buffer.concat(samples.map(({ bytes }) => bytes))).toEqual(
      Buffer.concat(frames.map(({ bytes }) => bytes)),
    );
    const sequences = fragments.map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.map((_, n) => n + 1));
  });

  test("the first comes in eleven fragments, later ones in one", () => {
    const { segments } = cut(encoded(frames, 8), 4_096, songLength);
    expect(segments.map(({ bytes }) => fragmentsIn(bytes).length)).toEqual([11, 1, 1, 1]);
    const [first] = segments;
    for (const { samples } of fragmentsIn(first?.bytes ?? Buffer.alloc(0)))
      expect(lengthOf(samples)).toBe(unit / 11);
  });

  test("come as soon as it is sure where they end, and the rest at the end", () => {
    const { early, segments } = cut(encoded(frames, 8), 4_096, songLength);
    expect([early, segments.length]).toEqual([3, 4]);
  });

  test.each([
    ["nothing", 0, 2],
    ["one sample", 1, 2],
    ["as much as a FLAC frame", 4_096, 2],
    ["one sample more than a FLAC frame", 4_097, 3],
  ])("a tail of %s joins the segment before it, or makes its own", (_, tail, count) => {
    const length = unit * 4 + tail;
    for (const priming of [0, frame]) {
      const { segments } = cut(encoded(framesOf(length + priming), 8), 4_096, length);
      expect(segments).toHaveLength(count);
      const samples = segments.flatMap(({ bytes }) =>
        fragmentsIn(bytes).flatMap((one) => one.samples),
      );
      expect(lengthOf(samples)).toBe(length + priming);
    }
  });

  test.each([1, 500, frame, unit / 2, unit, unit + 4_096])(
    "a song of %i samples is one segment",
    (length) => {
      const { segments } = cut(encoded(framesOf(length + frame), 8), 4_096, length);
      expect(segments).toHaveLength(1);
      const fragments = fragmentsIn(segments[0]?.bytes ?? Buffer.alloc(0));
      expect(fragments.length).toBeLessThanOrEqual(11);
      expect(lengthOf(fragments.flatMap(({ samples }) => samples))).toBe(length + frame);
      for (const { samples } of fragments) expect(samples.length).toBeGreaterThan(0);
    },
  );

  test("bytes that are no MP4 are refused", () => {
    const garbage = Buffer.from([0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(() => createSegmenter(unit).push(garbage)).toThrow("box");
  });
});

describe("boxes", () => {
  test("are read whole, wherever the bytes are cut", () => {
    const bytes = encoded(framesOf(frame * 20), 8);
    const read = boxReader();
    const found = [...bytes].flatMap((byte) =>
      read(Buffer.from([byte])).map(({ type, bytes: box }) => ({ type, bytes: Buffer.from(box) })),
    );
    expect(found.map(({ type }) => type)).toEqual([
      "ftyp",
      "moov",
      "moof",
      "mdat",
      "moof",
      "mdat",
      "moof",
      "mdat",
    ]);
    expect(Buffer.concat(found.map((box) => box.bytes))).toEqual(bytes);
  });
});
