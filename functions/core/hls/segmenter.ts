/** Fragmented MP4 in, segments out: the same cuts for every rendition of a song. */
import { type Box, boxReader, fragment, type Sample, samplesOf } from "./boxes.ts";
import { endOfSegment, joinedTail } from "./durations.ts";

export type Segment = { readonly index: number; readonly bytes: Uint8Array };
/** What came out of some bytes. */
export type Cut = { readonly init?: Uint8Array; readonly segments: readonly Segment[] };

export type Segmenter = {
  /** Takes what the encoder wrote. Throws where that is no fragmented MP4. */
  push(bytes: Uint8Array): Cut;
  /** Cuts what is left, so that there are `count` segments in all. */
  end(count: number): Cut;
  /** Media samples taken so far, the encoder's priming included. */
  readonly length: number;
};

/** Segment 0 comes in small pieces, so that a player can start on the first of them. */
const fragmentsOfFirst = 11;
/** Frames by which the renditions of one song may differ in length: AAC's priming and its last, padded frame. */
const slack = 2 * 1024;

/** `unit`: samples of segment 0, in the rendition's own rate. */
export const createSegmenter = (unit: number): Segmenter => {
  const read = boxReader();
  const header: Uint8Array[] = [];
  let moof: Box | undefined;
  let initDone = false;
  /** Samples not yet in a segment, and the media times where they begin and end. */
  let waiting: Sample[] = [];
  let start = 0;
  let end = 0;
  let index = 0;
  let sequence = 0;

  const takeUntil = (time: number): Sample[] => {
    let count = 0;
    let reached = start;
    while (count < waiting.length && reached < time) reached += waiting[count++]?.duration ?? 0;
    start = reached;
    return waiting.splice(0, count);
  };

  const takeFragment = (time: number): Uint8Array => {
    const decodeTime = start;
    sequence++;
    return fragment({ sequence, decodeTime, samples: takeUntil(time) });
  };

  const takeSegment = (until: number): Segment => {
    const pieces: Uint8Array[] = [];
    if (index === 0)
      for (let n = 1; n < fragmentsOfFirst && (n * unit) / fragmentsOfFirst < end; n++)
        pieces.push(takeFragment((n * unit) / fragmentsOfFirst));
    if (waiting.length > 0) pieces.push(takeFragment(until));
    const bytes = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
    return { index: index++, bytes };
  };

  /** A segment is cut only once it is sure that no tail will join it. */
  const isSure = (): boolean => end >= endOfSegment(index, unit) + joinedTail(unit) + slack;

  const takeBox = (box: Box): Uint8Array | undefined => {
    if (box.type === "moof") moof = box;
    else if (box.type === "mdat" && moof) {
      for (const sample of samplesOf(moof, box)) {
        waiting.push(sample);
        end += sample.duration;
      }
      moof = undefined;
    } else if (!initDone) {
      header.push(box.bytes);
      initDone = box.type === "moov";
      if (initDone) return Buffer.concat(header);
    }
    return undefined;
  };

  return {
    get length() {
      return end;
    },

    push(bytes) {
      const init = read(bytes)
        .map(takeBox)
        .find((found) => found !== undefined);
      const segments: Segment[] = [];
      while (isSure()) segments.push(takeSegment(endOfSegment(index, unit)));
      return { ...(init && { init }), segments };
    },

    end(count) {
      const segments: Segment[] = [];
      while (index < count - 1) segments.push(takeSegment(endOfSegment(index, unit)));
      if (index < count) segments.push(takeSegment(Infinity));
      return { segments };
    },
  };
};
