/** The boxes of fragmented MP4 (ISO/IEC 14496-12) that joining songs takes: one track, no samples but sound. */

const containers = new Set(["moov", "trak", "mdia", "moof", "traf"]);

type Box = { readonly type: string; readonly offset: number; readonly size: number };

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const typeAt = (view: DataView, offset: number): string =>
  String.fromCharCode(...[4, 5, 6, 7].map((n) => view.getUint8(offset + n)));

/** Every box that matters, depth first. */
function* boxesIn(view: DataView, start = 0, end = view.byteLength): Generator<Box> {
  for (let offset = start; offset + 8 <= end;) {
    const size = view.getUint32(offset);
    if (size < 8) return;
    const type = typeAt(view, offset);
    yield { type, offset, size };
    if (containers.has(type)) yield* boxesIn(view, offset + 8, offset + size);
    offset += size;
  }
}

const flagsOf = (view: DataView, { offset }: Box): number => view.getUint32(offset + 8) & 0xffffff;

/** Where the low word of a 64 or 32 bit time is: songs are shorter than 27 hours. */
const timeAt = (view: DataView, { offset }: Box): number =>
  offset + 12 + (view.getUint8(offset + 8) === 1 ? 4 : 0);

/** Samples per second. */
export const timescaleOf = (init: Uint8Array): number => {
  const view = viewOf(init);
  for (const box of boxesIn(view))
    if (box.type === "mdhd")
      return view.getUint32(box.offset + 12 + (view.getUint8(box.offset + 8) === 1 ? 16 : 8));
  throw new Error("The song's init.mp4 has no mdhd box.");
};

/** Takes the edit list away: what it would trim is trimmed where songs are joined. */
export const dropEditList = (init: Uint8Array): void => {
  const view = viewOf(init);
  for (const { type, offset } of boxesIn(view))
    if (type === "edts") view.setUint32(offset + 4, 0x66726565);
};

/** Sets decode times back by the encoder's priming, save that of the very first samples, which has no room for it. */
export const toSongTime = (fragment: Uint8Array, priming: number): void => {
  const view = viewOf(fragment);
  for (const box of boxesIn(view)) {
    if (box.type !== "tfdt") continue;
    const at = timeAt(view, box);
    const time = view.getUint32(at);
    if (time >= priming) view.setUint32(at, time - priming);
  }
};

/** In samples; of a fragment, or of several in a row the first. */
export const decodeTimeOf = (fragment: Uint8Array): number => {
  const view = viewOf(fragment);
  for (const box of boxesIn(view))
    if (box.type === "tfdt") return view.getUint32(timeAt(view, box));
  throw new Error("A piece of the song has no tfdt box.");
};

type LastSample = {
  /** Samples from the fragment's first to its end. */
  readonly length: number;
  /** Samples that the last coded frame lasts, and where that is written. */
  readonly duration: number;
  readonly at: number;
};

const runFlags = { dataOffset: 0x1, firstFlags: 0x4, duration: 0x100 };
/** Duration, size, flags and composition offset: four bytes each. */
const perSample = [0x100, 0x200, 0x400, 0x800];

const lastSampleOf = (view: DataView): LastSample => {
  let defaultAt = 0;
  let length = 0;
  let duration = 0;
  let at = 0;
  for (const box of boxesIn(view)) {
    const { type, offset } = box;
    if (type === "tfhd") {
      const flags = flagsOf(view, box);
      defaultAt = flags & 0x8 ? offset + 16 + (flags & 0x1 ? 8 : 0) + (flags & 0x2 ? 4 : 0) : 0;
    } else if (type === "trun") {
      const flags = flagsOf(view, box);
      const stride = 4 * perSample.filter((flag) => flags & flag).length;
      const first =
        offset + 16 + (flags & runFlags.dataOffset ? 4 : 0) + (flags & runFlags.firstFlags ? 4 : 0);
      for (let n = 0; n < view.getUint32(offset + 12); n++) {
        at = flags & runFlags.duration ? first + n * stride : defaultAt;
        duration = at > 0 ? view.getUint32(at) : 0;
        length += duration;
      }
    }
  }
  return { length, duration, at };
};

/**
 * Gives the last coded frame of a song its full length back, so that not the decoder but the append window cuts it.
 * Says where the song ends, in samples from the fragment's first; undefined when this is not its last.
 */
export const fillLastFrame = (fragment: Uint8Array, frame: number): number | undefined => {
  const view = viewOf(fragment);
  const { length, duration, at } = lastSampleOf(view);
  if (duration === 0 || duration >= frame) return undefined;
  view.setUint32(at, frame);
  return length;
};

/** A `moof` without anything in it. */
const emptyMoof = [0, 0, 0, 8, 0x6d, 0x6f, 0x6f, 0x66];

/** hls.js keeps a fragment back until the next one begins: this looks as if it did. */
export const withNextBegun = (fragment: Uint8Array): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(fragment.length + emptyMoof.length);
  bytes.set(fragment);
  bytes.set(emptyMoof, fragment.length);
  return bytes;
};

/** What hls.js hands on then begins with it. A copy. */
export const withoutBeginning = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.slice(emptyMoof.every((byte, n) => bytes[n] === byte) ? emptyMoof.length : 0);

/** Cuts what comes into fragments, each a `moof` with its `mdat`. */
export const fragmentCutter = () => {
  let rest = new Uint8Array();
  return (bytes: Uint8Array): Uint8Array<ArrayBuffer>[] => {
    const all = new Uint8Array(rest.length + bytes.length);
    all.set(rest);
    all.set(bytes, rest.length);
    const view = viewOf(all);
    const fragments: Uint8Array<ArrayBuffer>[] = [];
    let start = 0;
    for (let offset = 0; offset + 8 <= all.length;) {
      const end = offset + Math.max(8, view.getUint32(offset));
      if (end > all.length) break;
      if (typeAt(view, offset) === "mdat") {
        fragments.push(all.slice(start, end));
        start = end;
      }
      offset = end;
    }
    rest = all.slice(start);
    return fragments;
  };
};
