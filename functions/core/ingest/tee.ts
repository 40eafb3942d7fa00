/** One reading of a source for many inputs, at the pace of the slowest. */
import type { Writable } from "node:stream";

/** What is on its way, in memory that is used again: new buffers for every part would wait for the collector. */
type Page = { bytes: Uint8Array; written: Promise<unknown> };

const emptyPage = (): Page => ({ bytes: new Uint8Array(), written: Promise.resolve() });

const fill = (page: Page, bytes: Uint8Array): Uint8Array => {
  if (page.bytes.length < bytes.length) page.bytes = new Uint8Array(bytes.length);
  page.bytes.set(bytes);
  return page.bytes.subarray(0, bytes.length);
};

/** Settles once the input has the bytes, or wants no more. */
const write = (input: Writable, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve) => input.write(bytes, () => resolve()));

/**
 * Writes all of the source to every input that still wants it, and ends them. The source is read to its end also when
 * nobody wants more. Rejects as the source does: then no input is ended, so that none takes it for the end.
 */
export const tee = async (
  source: AsyncIterable<Uint8Array>,
  inputs: readonly Writable[],
  seen: (bytes: Uint8Array) => void,
): Promise<void> => {
  const rest = source[Symbol.asyncIterator]();
  // A function of its own: its bytes are given up as soon as they are copied, not when others come.
  const readInto = async (page: Page): Promise<Uint8Array | undefined> => {
    const { done, value } = await rest.next();
    if (done) return undefined;
    seen(value);
    return fill(page, value);
  };
  // One is filled while the other is read.
  let [page, other] = [emptyPage(), emptyPage()];
  for (;;) {
    await page.written;
    const bytes = await readInto(page);
    if (!bytes) break;
    page.written = Promise.all(inputs.map((input) => write(input, bytes)));
    [page, other] = [other, page];
  }
  for (const input of inputs) input.end();
};
