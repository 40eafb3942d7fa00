/** The boxes of fragmented MP4 (ISO/IEC 14496-12) that Segue reads and writes: one track, no samples but sound. */
import { createQueue } from "./queue.ts";

export type Box = { readonly type: string; readonly bytes: Uint8Array };

/** One coded frame of sound. */
export type Sample = {
  /** In the track's timescale: audio samples. */
  readonly duration: number;
  /** Bytes. */
  readonly size: number;
};

export const sizeOf = (samples: readonly Sample[]): number =>
  samples.reduce((sum, { size }) => sum + size, 0);

const headerSize = 8;

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const typeAt = (view: DataView, offset: number): string =>
  String.fromCharCode(
    view.getUint8(offset),
    view.getUint8(offset + 1),
    view.getUint8(offset + 2),
    view.getUint8(offset + 3),
  );

/** Boxes that lie one after another. Ends where they do, or at one that does not fit. */
export function* boxesIn(bytes: Uint8Array): Generator<Box> {
  const view = viewOf(bytes);
  let offset = 0;
  while (offset + headerSize <= bytes.length) {
    const size = view.getUint32(offset);
    if (size < headerSize || offset + size > bytes.length) return;
    yield { type: typeAt(view, offset + 4), bytes: bytes.subarray(offset, offset + size) };
    offset += size;
  }
}

/** What a box holds. */
export const contentOf = ({ bytes }: Box): Uint8Array => bytes.subarray(headerSize);

const childrenOf = (box: Box): Generator<Box> => boxesIn(contentOf(box));

const find = (boxes: Iterable<Box>, type: string): Box => {
  for (const box of boxes) if (box.type === type) return box;
  throw new Error(`The encoder's MP4 has no ${type} box.`);
};

/** Cuts a stream of bytes into whole boxes, which are good until the next bytes come. */
export const boxReader = () => {
  const pending = createQueue();
  let given = 0;
  let wanted = headerSize;
  return (bytes: Uint8Array): Box[] => {
    pending.drop(given);
    pending.add(bytes);
    given = 0;
    if (pending.bytes.length < wanted) return [];
    const boxes = [...boxesIn(pending.bytes)];
    given = boxes.reduce((sum, box) => sum + box.bytes.length, 0);
    const rest = pending.bytes.subarray(given);
    wanted = rest.length < headerSize ? headerSize : viewOf(rest).getUint32(0);
    if (wanted < headerSize) throw new Error("The encoder's MP4 has a box without a size.");
    return boxes;
  };
};

const trackFragmentFlags = { baseDataOffset: 0x1, description: 0x2, duration: 0x8, size: 0x10 };
const runFlags = { dataOffset: 0x1, firstFlags: 0x4, duration: 0x100, size: 0x200, flags: 0x400 };

/** tfhd (8.8.7): the defaults that samples of a run have. */
const defaultsOf = (tfhd: Box): Sample => {
  const view = viewOf(tfhd.bytes);
  const flags = view.getUint32(8) & 0xffffff;
  let offset = 16;
  if (flags & trackFragmentFlags.baseDataOffset) offset += 8;
  if (flags & trackFragmentFlags.description) offset += 4;
  const read = (flag: number): number => {
    if (!(flags & flag)) return 0;
    offset += 4;
    return view.getUint32(offset - 4);
  };
  return { duration: read(trackFragmentFlags.duration), size: read(trackFragmentFlags.size) };
};

/** trun (8.8.8): duration and size of every sample. */
const runOf = (trun: Box, defaults: Sample): Sample[] => {
  const view = viewOf(trun.bytes);
  const flags = view.getUint32(8) & 0xffffff;
  const count = view.getUint32(12);
  let offset = 16;
  if (flags & runFlags.dataOffset) offset += 4;
  if (flags & runFlags.firstFlags) offset += 4;
  const next = (flag: number, otherwise: number): number => {
    if (!(flags & flag)) return otherwise;
    offset += 4;
    return view.getUint32(offset - 4);
  };
  return Array.from({ length: count }, () => {
    const sample = {
      duration: next(runFlags.duration, defaults.duration),
      size: next(runFlags.size, defaults.size),
    };
    next(runFlags.flags, 0);
    return sample;
  });
};

/** The samples of the `mdat` that follows this `moof` and holds nothing else, as ffmpeg writes it. */
export const samplesOf = (moof: Box): Sample[] => {
  const traf = find(childrenOf(moof), "traf");
  const defaults = defaultsOf(find(childrenOf(traf), "tfhd"));
  return runOf(find(childrenOf(traf), "trun"), defaults);
};

export type Fragment = {
  /** 1 for the first of the track, and higher for each that follows. */
  readonly sequence: number;
  /** Of the first sample, in the track's timescale. */
  readonly decodeTime: number;
  readonly samples: readonly Sample[];
  /** Of all samples, one after another. */
  readonly bytes: Uint8Array;
};

const mfhdSize = 16;
const tfhdSize = 24;
const tfdtSize = 20;
const trackId = 1;
/** Every sample is a sync sample that depends on no other (8.8.3.1). */
const syncSample = 0x02000000;
const defaultBaseIsMoof = 0x020000;
const defaultDurationAndFlags = 0x28;

/** The last of a song may be shorter than the others. */
const isVaried = (samples: readonly Sample[]): boolean =>
  samples.some(({ duration }) => duration !== samples[0]?.duration);

const trunSizeOf = ({ length }: readonly Sample[], varied: boolean): number =>
  20 + length * (varied ? 8 : 4);

/** Bytes of a `moof`, but for its `trun`. */
const aroundTrun = headerSize + mfhdSize + headerSize + tfhdSize + tfdtSize;

/** Bytes of one `moof` with its `mdat`. */
export const fragmentSize = ({ samples, bytes }: Fragment): number =>
  aroundTrun + trunSizeOf(samples, isVaried(samples)) + headerSize + bytes.length;

/** Writes one `moof` with its `mdat` at an offset, and gives the offset after them. */
export const writeFragment = (fragment: Fragment, out: Buffer, at: number): number => {
  const { sequence, decodeTime, samples, bytes } = fragment;
  const varied = isVaried(samples);
  const trunSize = trunSizeOf(samples, varied);
  const moofSize = aroundTrun + trunSize;

  let offset = at;
  const u32 = (value: number): void => void (offset = out.writeUInt32BE(value, offset));
  const box = (type: string, size: number): void => {
    u32(size);
    offset += out.write(type, offset, "latin1");
  };

  box("moof", moofSize);
  box("mfhd", mfhdSize);
  u32(0);
  u32(sequence);
  box("traf", headerSize + tfhdSize + tfdtSize + trunSize);
  box("tfhd", tfhdSize);
  u32(defaultBaseIsMoof | defaultDurationAndFlags);
  u32(trackId);
  u32(samples[0]?.duration ?? 0);
  u32(syncSample);
  box("tfdt", tfdtSize);
  u32(0x01000000);
  offset = out.writeBigUInt64BE(BigInt(decodeTime), offset);
  box("trun", trunSize);
  u32(runFlags.dataOffset | runFlags.size | (varied ? runFlags.duration : 0));
  u32(samples.length);
  u32(moofSize + headerSize);
  for (const { duration, size } of samples) {
    if (varied) u32(duration);
    u32(size);
  }
  box("mdat", headerSize + bytes.length);
  out.set(bytes, offset);
  return offset + bytes.length;
};
