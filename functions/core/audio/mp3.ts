/** MPEG audio frame headers, and the Xing/LAME frame that tells how long an mp3 really is. */

export type FrameHeader = {
  readonly sampleRate: number;
  /** Samples that the frame decodes to. */
  readonly samples: number;
  /** Bytes, header included. */
  readonly length: number;
  /** Bytes between the header and where a Xing frame has its tag (layer III). */
  readonly sideInfo: number;
};

// kbit/s, by index: MPEG 1 layers I to III, then MPEG 2 and 2.5 layer I, and their layers II and III.
const bitRates = {
  one: [
    [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  ],
  two: [
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  ],
};
const sampleRates = [44_100, 48_000, 32_000];

/** The header at this offset, or undefined where there is none. */
export const frameHeaderAt = (bytes: Uint8Array, offset: number): FrameHeader | undefined => {
  const [first, second, third, fourth] = bytes.subarray(offset, offset + 4);
  if (first !== 0xff || second === undefined || third === undefined || fourth === undefined)
    return undefined;
  if ((second & 0xe0) !== 0xe0) return undefined;
  const version = (second >> 3) & 3; // 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5
  const layer = 4 - ((second >> 1) & 3); // 4 is reserved
  const baseRate = sampleRates[(third >> 2) & 3];
  const rates = (version === 3 ? bitRates.one : bitRates.two)[layer - 1];
  const bitRate = (rates?.[third >> 4] ?? 0) * 1000;
  if (version === 1 || layer === 4 || baseRate === undefined || bitRate === 0) return undefined;

  const sampleRate = version === 3 ? baseRate : version === 2 ? baseRate / 2 : baseRate / 4;
  const samples = layer === 1 ? 384 : layer === 3 && version !== 3 ? 576 : 1152;
  const padding = ((third >> 1) & 1) * (layer === 1 ? 4 : 1);
  const unpadded =
    layer === 1
      ? Math.floor((12 * bitRate) / sampleRate) * 4
      : Math.floor((samples / 8) * (bitRate / sampleRate));
  const mono = fourth >> 6 === 3;
  const sideInfo = version === 3 ? (mono ? 17 : 32) : mono ? 9 : 17;
  return { sampleRate, samples, length: unpadded + padding, sideInfo };
};

/** Where `count` frames follow one another, first at or after `from`; -1 where they do not. */
export const findFrames = (bytes: Uint8Array, from: number, count: number): number => {
  const follow = (offset: number): boolean => {
    for (let seen = 0; seen < count; seen++) {
      const header = frameHeaderAt(bytes, offset);
      if (!header) return false;
      offset += header.length;
    }
    return true;
  };
  for (let offset = from; offset + 4 <= bytes.length; offset++)
    if (bytes[offset] === 0xff && follow(offset)) return offset;
  return -1;
};

export type XingTag = {
  readonly sampleRate: number;
  /** Samples of the whole file, encoder's delay and padding taken off. */
  readonly samples: number;
  /** Bits per second over the whole file, where the tag has its length. */
  readonly bitRate?: number;
};

const hasFrames = 1;
const hasBytes = 2;
const hasSeekTable = 4;
const hasQuality = 8;

/** The Xing or Info tag in the frame at this offset (http://gabriel.mp3-tech.org/mp3infotag.html). */
export const xingTagAt = (bytes: Uint8Array, offset: number): XingTag | undefined => {
  const header = frameHeaderAt(bytes, offset);
  if (!header) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let position = offset + 4 + header.sideInfo;
  if (position + 140 > bytes.length) return undefined;
  const name = String.fromCharCode(...bytes.subarray(position, position + 4));
  if (name !== "Xing" && name !== "Info") return undefined;

  const flags = view.getUint32(position + 4);
  position += 8;
  const next = (flag: number): number | undefined => {
    if (!(flags & flag)) return undefined;
    position += 4;
    return view.getUint32(position - 4);
  };
  const frames = next(hasFrames);
  const length = next(hasBytes);
  if (flags & hasSeekTable) position += 100;
  if (flags & hasQuality) position += 4;
  if (!frames) return undefined;

  // Encoder's name (9 bytes), 12 bytes of other things, then 12 bits of delay and 12 of padding.
  const encoder = String.fromCharCode(...bytes.subarray(position, position + 4));
  const trim = /^(LAME|Lavf|Lavc)$/.test(encoder) ? view.getUint32(position + 21) >>> 8 : 0;
  const all = frames * header.samples;
  const samples = Math.max(0, all - (trim >> 12) - (trim & 0xfff));
  const bitRate = length && Math.round((length * 8 * header.sampleRate) / all);
  return { sampleRate: header.sampleRate, samples, ...(bitRate && { bitRate }) };
};
