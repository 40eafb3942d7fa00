/** Ogg pages (RFC 3533), as far as it takes to see how many bits Opus spends: its header does not say. */

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
