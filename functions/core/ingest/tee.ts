/** One reading of a source for many takers, at the pace of the slowest. */
import { once } from "node:events";
import type { PassThrough } from "node:stream";
import type { FfmpegRun } from "../audio/ffmpeg/run.ts";

/** Slices this long keep the takers busy side by side, where a whole part would serve one after another. */
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

type Taker = Pick<FfmpegRun, "input">;

/**
 * Writes all of the source to every taker that still wants it, and ends their inputs. The source is read to its end also
 * when nobody wants more. Rejects as the source does: then no input is ended, so that none takes it for the end.
 */
export const tee = async (
  source: AsyncIterable<Uint8Array>,
  takers: readonly Taker[],
  seen: (bytes: Uint8Array) => void,
): Promise<void> => {
  for await (const bytes of source) {
    seen(bytes);
    for (const slice of slices(bytes)) {
      const full = takers.filter(({ input }) => !input.destroyed && !input.write(slice));
      await Promise.all(full.map(({ input }) => drained(input)));
    }
  }
  for (const { input } of takers) input.end();
};
