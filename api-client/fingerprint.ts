/** By which the server knows a file again: `<size>-<SHA-256 of its first and last 64 KiB>`. */
import { createHash } from "node:crypto";
import type { PathLike } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

const endLength = 64 * 1024;

const readRange = async (file: FileHandle, start: number, end: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
  return buffer.subarray(0, bytesRead);
};

/** Of the whole file below 128 KiB. Rejects as the file system does. */
export const fingerprintOf = async (path: PathLike): Promise<string> => {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const hash = createHash("sha256");
    hash.update(await readRange(file, 0, Math.min(size, endLength)));
    hash.update(
      await readRange(file, Math.max(endLength, size - endLength), Math.max(endLength, size)),
    );
    return `${size}-${hash.digest("hex")}`;
  } finally {
    await file.close();
  }
};
