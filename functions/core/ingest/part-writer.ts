/** Cuts a stream of bytes into parts: small and soon at first, larger where the line is fast. */

const smallest = 256 * 1024;
const largest = 4 * 1024 * 1024;
/** ms: bytes that have waited for so long are stored, however few they are. */
const longestWait = 250;

type Write = (offset: number, bytes: Uint8Array) => Promise<number>;

export type PartWriter = {
  /** Takes bytes; settles when it can take more. Rejects as `write` does. */
  push(bytes: Uint8Array): Promise<void>;
  /** Stores what is left; gives the offset after the last byte. */
  end(): Promise<number>;
  /** Stops the clock; nothing more is stored. */
  abandon(): void;
};

/** `write` stores bytes at an offset and tells the offset after them. */
export const createPartWriter = (write: Write): PartWriter => {
  let pieces: Uint8Array[] = [];
  let length = 0;
  let target = smallest;
  let offset = 0;
  let timer: NodeJS.Timeout | undefined;
  /** The write that is under way, and all before it. */
  let writing: Promise<void> = Promise.resolve();
  let failed: { readonly error: unknown } | undefined;

  const writeAll = async (bytes: Uint8Array): Promise<void> => {
    const end = offset + bytes.length;
    for (let rest = bytes; rest.length > 0; rest = bytes.subarray(bytes.length - (end - offset))) {
      const next = await write(offset, rest);
      // A stored part that reaches further is not ours: this upload has one sender.
      offset = Math.min(next, end);
    }
  };

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const bytes = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces, length);
    pieces = [];
    length = 0;
    writing = writing.then(async () => {
      if (!failed && bytes.length > 0) await writeAll(bytes);
    });
    writing = writing.catch((error: unknown) => void (failed = { error }));
    return writing;
  };

  const throwIfFailed = (): void => {
    if (failed) throw failed.error;
  };

  return {
    async push(bytes) {
      throwIfFailed();
      pieces.push(bytes);
      length += bytes.length;
      if (length < target) {
        timer ??= setTimeout(() => {
          target = smallest;
          void flush();
        }, longestWait);
        return;
      }
      target = Math.min(largest, target * 2);
      // One part is stored while the next comes in; no more of them are kept in memory.
      const before = writing;
      void flush();
      await before;
      throwIfFailed();
    },

    async end() {
      await flush();
      throwIfFailed();
      return offset;
    },

    abandon() {
      clearTimeout(timer);
      pieces = [];
      length = 0;
    },
  };
};
