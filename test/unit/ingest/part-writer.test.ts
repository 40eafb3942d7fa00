import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createPartWriter } from "../../../functions/core/ingest/part-writer.ts";

const kB = 1024;
const block = (length: number): Uint8Array => Buffer.alloc(length, 7);

const recorder = () => {
  const parts: { offset: number; length: number }[] = [];
  const write = async (offset: number, bytes: Uint8Array): Promise<number> => {
    parts.push({ offset, length: bytes.length });
    return offset + bytes.length;
  };
  return { parts, write };
};

describe("parts", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("grow on a fast line, from 256 KiB to 1 MiB, and leave nothing out", async () => {
    const { parts, write } = recorder();
    const writer = createPartWriter(write);
    for (let n = 0; n < 200; n++) await writer.push(block(64 * kB));
    expect(await writer.end()).toBe(200 * 64 * kB);
    const sizes = parts.map(({ length }) => length / kB);
    expect(sizes.slice(0, 3)).toEqual([256, 512, 1_024]);
    expect(Math.max(...sizes)).toBe(1_024);
    let offset = 0;
    for (const part of parts) {
      expect(part.offset).toBe(offset);
      offset += part.length;
    }
  });

  test("of a slow line are stored after 250 ms, however small", async () => {
    const { parts, write } = recorder();
    const writer = createPartWriter(write);
    await writer.push(block(10));
    await vi.advanceTimersByTimeAsync(249);
    expect(parts).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(parts).toEqual([{ offset: 0, length: 10 }]);
    await writer.push(block(5));
    expect(await writer.end()).toBe(15);
  });

  test("a failed write stops whoever pushes, and nothing is written after it", async () => {
    const write = vi.fn<() => Promise<number>>().mockRejectedValue(new Error("full"));
    const writer = createPartWriter(write);
    await writer.push(block(256 * kB));
    await expect(writer.push(block(512 * kB))).rejects.toThrow("full");
    await expect(writer.end()).rejects.toThrow("full");
    expect(write).toHaveBeenCalledTimes(1);
  });

  test("no more than one part waits while another is stored", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const writer = createPartWriter(async (offset, bytes) => {
      await promise;
      return offset + bytes.length;
    });
    await writer.push(block(256 * kB));
    let taken = false;
    const second = writer.push(block(512 * kB)).then(() => (taken = true));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(taken).toBe(false);
    resolve();
    await second;
    expect(await writer.end()).toBe(768 * kB);
  });

  test("a part that another request has stored in a shorter form is gone on from", async () => {
    const parts: number[] = [];
    const writer = createPartWriter(async (offset, bytes) => {
      parts.push(offset);
      return offset + Math.min(bytes.length, 6);
    });
    await writer.push(block(15));
    expect(await writer.end()).toBe(15);
    expect(parts).toEqual([0, 6, 12]);
  });
});
