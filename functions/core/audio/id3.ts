/** Where an ID3v2 tag in front of a file ends (https://id3.org/id3v2.4.0-structure, 3.1). */

const headerSize = 10;

/** Bytes of the tags that a file begins with, one after another; 0 where it begins with none. */
export const id3Length = (bytes: Uint8Array): number => {
  let offset = 0;
  for (;;) {
    const header = bytes.subarray(offset, offset + headerSize);
    const [i, d, three, , , flags = 0, a = 0, b = 0, c = 0, e = 0] = header;
    if (header.length < headerSize || i !== 0x49 || d !== 0x44 || three !== 0x33) return offset;
    const footer = flags & 0x10 ? headerSize : 0;
    offset +=
      headerSize +
      ((a & 0x7f) << 21) +
      ((b & 0x7f) << 14) +
      ((c & 0x7f) << 7) +
      (e & 0x7f) +
      footer;
  }
};
