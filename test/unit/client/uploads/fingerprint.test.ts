import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { fingerprintOf } from "../../../../client/uploads/fingerprint.ts";

const hex = (...parts: Uint8Array[]): string =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest("hex");

const bytes = (length: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, (_, n) => (n * 31) % 251);

test("a fingerprint is the size and the hash of both ends", async () => {
  const all = bytes(300_000);
  expect(await fingerprintOf(new Blob([all]))).toBe(
    `300000-${hex(all.subarray(0, 65_536), all.subarray(-65_536))}`,
  );
});

test("a fingerprint of a short file is that of all of it", async () => {
  for (const length of [1, 65_537, 131_072]) {
    const all = bytes(length);
    expect(await fingerprintOf(new Blob([all]))).toBe(`${length}-${hex(all)}`);
  }
});
