/** Fragmented MP4 in, segments out: the same cuts for every rendition of a song. */
import {
  type Box,
  boxReader,
  contentOf,
  type Fragment,
  fragmentSize,
  type Sample,
  samplesOf,
  sizeOf,
  writeFragment,
} from "./boxes.ts";
import { endOfSegment, joinedTail } from "./durations.ts";
import { createQueue } from "./queue.ts";

export type Segment = { readonly index: number; readonly bytes: Uint8Array };
/** What came out of some bytes. Each segment is good until the next is asked for, or more bytes come. */
export type Cut = { readonly init?: Uint8Array; readonly segments: Iterable<Segment> };

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

/** Shared memory, so that a thread that stores a segment needs no copy; used again and again, as those of the queue. */
const createPage = () => {
  let memory: Buffer = Buffer.alloc(0);
  return (length: number): Buffer => {
    if (memory.length < length) memory = Buffer.from(new SharedArrayBuffer(2 * length));
    return memory.subarray(0, length);
  };
};

/** `unit`: samples of segment 0, in the rendition's own rate. */
export const createSegmenter = (unit: number): Segmenter => {
  const read = boxReader();
  const page = createPage();
  const header: Uint8Array[] = [];
  let announced: Sample[] | undefined;
  let initDone = false;
  /** Samples not yet in a segment, their bytes, and the media times where they begin and end. */
  let waiting: Sample[] = [];
  const sound = createQueue();
  let start = 0;
  let end = 0;
  let index = 0;
  let sequence = 0;

  const takeFragment = (until: number): Fragment => {
    const decodeTime = start;
    let count = 0;
    while (count < waiting.length && start < until) start += waiting[count++]?.duration ?? 0;
    const samples = waiting.slice(0, count);
    waiting = waiting.slice(count);
    const bytes = sound.bytes.subarray(0, sizeOf(samples));
    sound.drop(bytes.length);
    return { sequence: ++sequence, decodeTime, samples, bytes };
  };

  const takeFragments = (until: number): Fragment[] => {
    const fragments: Fragment[] = [];
    if (index === 0)
      for (let n = 1; n < fragmentsOfFirst && (n * unit) / fragmentsOfFirst < end; n++)
        fragments.push(takeFragment((n * unit) / fragmentsOfFirst));
    if (waiting.length > 0) fragments.push(takeFragment(until));
    return fragments;
  };

  const takeSegment = (until: number): Segment => {
    const fragments = takeFragments(until);
    const bytes = page(fragments.reduce((sum, fragment) => sum + fragmentSize(fragment), 0));
    let offset = 0;
    for (const fragment of fragments) offset = writeFragment(fragment, bytes, offset);
    return { index: index++, bytes };
  };

  /** A segment is cut only once it is sure that no tail will join it. */
  const isSure = (): boolean => end >= endOfSegment(index, unit) + joinedTail(unit) + slack;

  const takeSamples = (samples: readonly Sample[], mdat: Box): void => {
    const bytes = contentOf(mdat);
    const size = sizeOf(samples);
    if (bytes.length < size) throw new Error("The encoder's MP4 has a fragment that is cut short.");
    sound.add(bytes.subarray(0, size));
    waiting.push(...samples);
    for (const { duration } of samples) end += duration;
  };

  const takeBox = (box: Box): Uint8Array | undefined => {
    if (box.type === "moof") announced = samplesOf(box);
    else if (box.type === "mdat" && announced) {
      takeSamples(announced, box);
      announced = undefined;
    } else if (!initDone) {
      header.push(Buffer.from(box.bytes));
      initDone = box.type === "moov";
      if (initDone) return Buffer.concat(header);
    }
    return undefined;
  };

  function* sureSegments(): Generator<Segment> {
    while (isSure()) yield takeSegment(endOfSegment(index, unit));
  }

  function* lastSegments(count: number): Generator<Segment> {
    while (index < count - 1) yield takeSegment(endOfSegment(index, unit));
    if (index < count) yield takeSegment(Infinity);
  }

  return {
    get length() {
      return end;
    },

    push(bytes) {
      const init = read(bytes)
        .map(takeBox)
        .find((found) => found !== undefined);
      return { ...(init && { init }), segments: sureSegments() };
    },

    end: (count) => ({ segments: lastSegments(count) }),
  };
};
