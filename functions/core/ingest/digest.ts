/** What identifies a file by its bytes. */
import { createHash } from "node:crypto";
import type { PartReader } from "./parts.ts";

const endLength = 64 * 1024;

/** SHA-256 of all bytes, hex. */
export const hashOf = async (parts: PartReader): Promise<string> => {
  const hash = createHash("sha256");
  for await (const bytes of parts.all()) hash.update(bytes);
  return hash.digest("hex");
};

/** `<size>-<SHA-256 of the first and the last 64 KiB>`; of the whole file where that is shorter than both. */
export const fingerprintOf = async (parts: PartReader): Promise<string> => {
  const { size } = parts;
  const hash = createHash("sha256");
  if (size < 2 * endLength) hash.update(await parts.read(0, size));
  else {
    hash.update(await parts.read(0, endLength));
    hash.update(await parts.read(size - endLength, size));
  }
  return `${size}-${hash.digest("hex")}`;
};
