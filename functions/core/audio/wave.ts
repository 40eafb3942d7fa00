/** What a WAV file says of itself: a reader of a pipe does not see all of it (RIFF; EBU Tech 3306 for RF64). */

const unknownLength = 0xffffffff;

/** The tag of a format that is told in the rest of its chunk (WAVEFORMATEXTENSIBLE). */
const extensible = 0xfffe;

export type WaveHeader = {
  /** 1: integers. */
  readonly tag: number;
  readonly channels: number;
  /** Hz. */
  readonly sampleRate: number;
  readonly bytesPerSecond: number;
  /** Of a sample, as it is stored. */
  readonly bits: number;
  /** Of a sample, those that count. */
  readonly validBits: number;
  /** Where the sound begins. */
  readonly dataAt: number;
  /** How long the sound is, where the file says so. */
  readonly seconds?: number;
};

type Format = Omit<WaveHeader, "dataAt" | "seconds">;

const formatAt = (view: DataView, offset: number, size: number): Format => {
  const tag = view.getUint16(offset, true);
  const bits = view.getUint16(offset + 14, true);
  const isExtended = tag === extensible && size >= 40;
  return {
    tag: isExtended ? view.getUint16(offset + 24, true) : tag,
    channels: view.getUint16(offset + 2, true),
    sampleRate: view.getUint32(offset + 4, true),
    bytesPerSecond: view.getUint32(offset + 8, true),
    bits,
    validBits: isExtended ? view.getUint16(offset + 18, true) : bits,
  };
};

const secondsOf = ({ bytesPerSecond }: Format, length: number | undefined) =>
  length && bytesPerSecond > 0 ? { seconds: length / bytesPerSecond } : {};

/** Undefined where the sound does not begin within these bytes. */
export const waveHeader = (bytes: Uint8Array): WaveHeader | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: Format | undefined;
  let longLength: number | undefined;
  for (let offset = 12; offset + 8 <= bytes.length;) {
    const type = String.fromCharCode(...bytes.subarray(offset, offset + 4));
    const size = view.getUint32(offset + 4, true);
    const start = offset + 8;
    const whole = start + size <= bytes.length;
    if (type === "fmt " && whole && size >= 16) format = formatAt(view, start, size);
    if (type === "ds64" && whole && size >= 16)
      longLength = Number(view.getBigUint64(start + 8, true));
    if (type === "data") {
      const length = size === unknownLength ? longLength : size;
      return format && { ...format, dataAt: start, ...secondsOf(format, length) };
    }
    offset = start + size + (size & 1);
  }
  return undefined;
};
