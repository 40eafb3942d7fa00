import { PassThrough, Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { expect, test } from "vitest";
import { tee } from "../../../functions/core/ingest/tee.ts";

const read = async (stream: PassThrough): Promise<number> => {
  let length = 0;
  for await (const bytes of stream) length += (bytes as Buffer).length;
  return length;
};

async function* blocks(count: number): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < count; n++) yield Buffer.alloc(100_000, n);
}

test("every input gets every byte", async () => {
  const inputs = [new PassThrough(), new PassThrough()];
  const lengths = Promise.all(inputs.map(read));
  let seen = 0;
  await tee(blocks(20), inputs, (bytes) => (seen += bytes.length));
  expect([...(await lengths), seen]).toEqual([2_000_000, 2_000_000, 2_000_000]);
});

test("bytes stay as they are until the slowest input has them", async () => {
  const copies: Buffer[][] = [[], []];
  const inputs = copies.map(
    (copied, turns) =>
      new Writable({
        async write(bytes: Buffer, _, done) {
          for (let turn = 0; turn <= turns * 10; turn++) await new Promise(setImmediate);
          copied.push(Buffer.from(bytes));
          done();
        },
      }),
  );
  await tee(blocks(20), inputs, () => {});
  await Promise.all(inputs.map((input) => finished(input)));
  const all = Buffer.concat(await Array.fromAsync(blocks(20)));
  for (const copied of copies) expect(Buffer.concat(copied).equals(all)).toBe(true);
});

test("an input that wants no more does not hold up the others, and the source is read to its end", async () => {
  const stopped = new PassThrough();
  const other = new PassThrough();
  stopped.once("data", () => stopped.destroy());
  const length = read(other);
  await tee(blocks(20), [stopped, other], () => {});
  expect(await length).toBe(2_000_000);
});

test("when the source fails, no input is told that it is over", async () => {
  const failing = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.alloc(10);
    throw new Error("gone");
  };
  const input = new PassThrough();
  await expect(tee(failing(), [input], () => {})).rejects.toThrow("gone");
  expect(input.writableEnded).toBe(false);
});
