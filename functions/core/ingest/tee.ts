/** One reading of a source for many inputs, at the pace of the slowest. */
import { once } from "node:events";
import type { PassThrough } from "node:stream";

/** Slices this long keep those who read them busy side by side, where a whole part would serve one after another. */
const sliceLength = 64 * 1024;

const drained = async (input: PassThrough): Promise<void> => {
  const waiting = new AbortController();
  const { signal } = waiting;
  await Promise.race([once(input, "drain", { signal }), once(input, "close", { signal })]);
  waiting.abort();
};

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += sliceLength)
    yield bytes.subarray(start, start + sliceLength);
}

/**
 * Writes all of the source to every input that still wants it, and ends them. The source is read to its end also when
 * nobody wants more. Rejects as the source does: then no input is ended, so that none takes it for the end.
 */
export const tee = async (
  source: AsyncIterable<Uint8Array>,
  inputs: readonly PassThrough[],
  seen: (bytes: Uint8Array) => void,
): Promise<void> => {
  for await (const bytes of source) {
    seen(bytes);
    for (const slice of slices(bytes)) {
      const full = inputs.filter((input) => !input.destroyed && !input.write(slice));
      await Promise.all(full.map(drained));
    }
  }
  for (const input of inputs) input.end();
};
