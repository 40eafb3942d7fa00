/** How long a WAV file says it is: a reader of a pipe does not see it elsewhere (RIFF; EBU Tech 3306 for RF64). */

const unknownLength = 0xffffffff;

/** Seconds of the data chunk; undefined where the file does not say. */
export const waveSeconds = (bytes: Uint8Array): number | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let bytesPerSecond = 0;
  let longLength: number | undefined;
  for (let offset = 12; offset + 8 <= bytes.length;) {
    const type = String.fromCharCode(...bytes.subarray(offset, offset + 4));
    const size = view.getUint32(offset + 4, true);
    const whole = offset + 24 <= bytes.length;
    if (type === "fmt " && whole) bytesPerSecond = view.getUint32(offset + 16, true);
    if (type === "ds64" && whole) longLength = Number(view.getBigUint64(offset + 16, true));
    if (type === "data") {
      const length = size === unknownLength ? longLength : size;
      return length && bytesPerSecond > 0 ? length / bytesPerSecond : undefined;
    }
    offset += 8 + size + (size & 1);
  }
  return undefined;
};
