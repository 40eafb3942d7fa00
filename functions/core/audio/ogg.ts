/** Ogg pages (RFC 3533), as far as it takes to see what no header says: how many bits Opus spends, and a torn end. */

const granuleRate = 48_000;
const pageHeader = 27;

/** Bits per second between the first and the last page that end in these bytes. */
export const opusBitRate = (bytes: Uint8Array): number | undefined => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pages: { readonly offset: number; readonly time: number }[] = [];
  for (
    let offset = buffer.indexOf("OggS");
    offset >= 0;
    offset = buffer.indexOf("OggS", offset + 4)
  ) {
    if (offset + pageHeader > buffer.length) break;
    const granule = buffer.readBigInt64LE(offset + 6);
    if (granule > 0n) pages.push({ offset, time: Number(granule) / granuleRate });
  }
  const first = pages[0];
  const last = pages.at(-1);
  // A page's granule tells where it ends: what lies between two starts lasts from one end to the other.
  if (!first || !last || last.time <= first.time) return undefined;
  return Math.round(((last.offset - first.offset) * 8) / (last.time - first.time));
};

/** The longest page there can be: what is torn shows in so many last bytes of a file. */
export const longestPage = pageHeader + 255 + 255 * 255;

/** These last bytes of a file end in the middle of a page. */
export const isTorn = (end: Uint8Array): boolean => {
  const buffer = Buffer.from(end.buffer, end.byteOffset, end.byteLength);
  const page = buffer.lastIndexOf("OggS");
  if (page < 0) return false;
  if (page + pageHeader > buffer.length) return true;
  const segments = buffer.readUInt8(page + pageHeader - 1);
  const table = buffer.subarray(page + pageHeader, page + pageHeader + segments);
  const body = table.reduce((sum, length) => sum + length, 0);
  return table.length < segments || page + pageHeader + segments + body > buffer.length;
};
