/** The boxes of fragmented MP4 (ISO/IEC 14496-12) that Segue reads and writes: one track, no samples but sound. */

export type Box = { readonly type: string; readonly bytes: Uint8Array };

/** One coded frame of sound. */
export type Sample = {
  readonly bytes: Uint8Array;
  /** In the track's timescale: audio samples. */
  readonly duration: number;
};

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

const childrenOf = (box: Box): Generator<Box> => boxesIn(box.bytes.subarray(headerSize));

const find = (boxes: Iterable<Box>, type: string): Box => {
  for (const box of boxes) if (box.type === type) return box;
  throw new Error(`The encoder's MP4 has no ${type} box.`);
};

/** Cuts a stream of bytes into whole boxes. */
export const boxReader = () => {
  let pending: Uint8Array[] = [];
  let length = 0;
  let wanted = headerSize;
  return (bytes: Uint8Array): Box[] => {
    pending.push(bytes);
    length += bytes.length;
    if (length < wanted) return [];
    const all = pending.length === 1 ? bytes : Buffer.concat(pending, length);
    const boxes = [...boxesIn(all)];
    const used = boxes.reduce((sum, box) => sum + box.bytes.length, 0);
    const rest = all.subarray(used);
    pending = rest.length > 0 ? [rest] : [];
    length = rest.length;
    wanted = length < headerSize ? headerSize : viewOf(rest).getUint32(0);
    if (length >= headerSize && wanted < headerSize)
      throw new Error("The encoder's MP4 has a box without a size.");
    return boxes;
  };
};

const trackFragmentFlags = { baseDataOffset: 0x1, description: 0x2, duration: 0x8, size: 0x10 };
const runFlags = { dataOffset: 0x1, firstFlags: 0x4, duration: 0x100, size: 0x200, flags: 0x400 };

type Defaults = { readonly duration: number; readonly size: number };

/** tfhd (8.8.7): the defaults that samples of a run have. */
const defaultsOf = (tfhd: Box): Defaults => {
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
const runOf = (trun: Box, defaults: Defaults): Defaults[] => {
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

/** The samples of one fragment whose `mdat` follows its `moof` and holds nothing else, as ffmpeg writes it. */
export const samplesOf = (moof: Box, mdat: Box): Sample[] => {
  const traf = find(childrenOf(moof), "traf");
  const defaults = defaultsOf(find(childrenOf(traf), "tfhd"));
  let offset = headerSize;
  return runOf(find(childrenOf(traf), "trun"), defaults).map(({ duration, size }) => {
    const bytes = mdat.bytes.subarray(offset, (offset += size));
    if (bytes.length < size) throw new Error("The encoder's MP4 has a fragment that is cut short.");
    return { bytes, duration };
  });
};

type Fragment = {
  /** 1 for the first of the track, and higher for each that follows. */
  readonly sequence: number;
  /** Of the first sample, in the track's timescale. */
  readonly decodeTime: number;
  readonly samples: readonly Sample[];
};

const mfhdSize = 16;
const tfhdSize = 24;
const tfdtSize = 20;
const trackId = 1;
/** Every sample is a sync sample that depends on no other (8.8.3.1). */
const syncSample = 0x02000000;
const defaultBaseIsMoof = 0x020000;
const defaultDurationAndFlags = 0x28;

/** One `moof` with its `mdat`. */
export const fragment = ({ sequence, decodeTime, samples }: Fragment): Uint8Array => {
  const duration = samples[0]?.duration ?? 0;
  const varied = samples.some((sample) => sample.duration !== duration);
  const trunSize = 20 + samples.length * (varied ? 8 : 4);
  const trafSize = headerSize + tfhdSize + tfdtSize + trunSize;
  const moofSize = headerSize + mfhdSize + trafSize;
  const mdatSize = samples.reduce((sum, { bytes }) => sum + bytes.length, headerSize);

  const out = Buffer.allocUnsafe(moofSize + mdatSize);
  let offset = 0;
  const u32 = (value: number): void => void (offset = out.writeUInt32BE(value, offset));
  const box = (type: string, size: number): void => {
    u32(size);
    offset += out.write(type, offset, "latin1");
  };

  box("moof", moofSize);
  box("mfhd", mfhdSize);
  u32(0);
  u32(sequence);
  box("traf", trafSize);
  box("tfhd", tfhdSize);
  u32(defaultBaseIsMoof | defaultDurationAndFlags);
  u32(trackId);
  u32(duration);
  u32(syncSample);
  box("tfdt", tfdtSize);
  u32(0x01000000);
  offset = out.writeBigUInt64BE(BigInt(decodeTime), offset);
  box("trun", trunSize);
  u32(runFlags.dataOffset | runFlags.size | (varied ? runFlags.duration : 0));
  u32(samples.length);
  u32(moofSize + headerSize);
  for (const sample of samples) {
    if (varied) u32(sample.duration);
    u32(sample.bytes.length);
  }
  box("mdat", mdatSize);
  for (const { bytes } of samples) {
    out.set(bytes, offset);
    offset += bytes.length;
  }
  return out;
};
