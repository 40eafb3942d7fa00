/** Cuts a stream of bytes into parts: small and soon at first, larger where the line is fast. */

const smallest = 256 * 1024;
const largest = 1024 * 1024;
/** ms: bytes that have waited for so long are stored, however few they are. */
const longestWait = 250;

/**
 * Stores bytes at an offset and tells the offset after them, or after as many of them as it has dealt with. They are
 * good until it settles.
 */
type Write = (offset: number, bytes: Uint8Array) => Promise<number>;

export type PartWriter = {
  /** Takes bytes; settles when it can take more. Rejects as `write` does. */
  push(bytes: Uint8Array): Promise<void>;
  /** Stores what is left; gives the offset after the last byte. */
  end(): Promise<number>;
  /** Stops the clock; nothing more is stored. */
  abandon(): void;
};

type Part = { bytes: Uint8Array; length: number };

/**
 * Shared memory, so that a thread that stores it needs no copy, and used again and again: new buffers for every part
 * would wait by the dozen for the collector.
 */
const shared = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length));

/** `start`: the offset of the first byte. */
export const createPartWriter = (write: Write, start = 0): PartWriter => {
  // One fills while the other is stored.
  let filling: Part = { bytes: shared(smallest), length: 0 };
  let storing: Part = { bytes: shared(0), length: 0 };
  let target = smallest;
  let offset = start;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();
  let stored: Promise<void> = Promise.resolve();
  let failed: { readonly error: unknown } | undefined;

  const throwIfFailed = (): void => {
    if (failed) throw failed.error;
  };

  const store = async ({ bytes, length }: Part): Promise<void> => {
    for (let taken = 0; taken < length;) {
      const next = await write(offset, bytes.subarray(taken, length));
      taken += next - offset;
      offset = next;
    }
  };

  const swap = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (filling.length === 0) return;
    await stored;
    [filling, storing] = [storing, filling];
    filling.length = 0;
    if (filling.bytes.length < target) filling.bytes = shared(target);
    stored = failed ? stored : store(storing).catch((error: unknown) => void (failed = { error }));
  };

  /** Settles once what waits is on its way and other bytes may be taken. One after another. */
  const flush = (): Promise<void> => (turn = turn.then(swap));

  const flushInTime = (): void => {
    timer ??= setTimeout(() => {
      target = smallest;
      void flush();
    }, longestWait);
  };

  return {
    async push(bytes) {
      for (let rest = bytes; rest.length > 0;) {
        throwIfFailed();
        const limit = Math.min(target, filling.bytes.length);
        const piece = rest.subarray(0, Math.max(0, limit - filling.length));
        filling.bytes.set(piece, filling.length);
        filling.length += piece.length;
        rest = rest.subarray(piece.length);
        if (filling.length < limit) return flushInTime();
        target = Math.min(largest, target * 2);
        await flush();
      }
    },

    async end() {
      await flush();
      await stored;
      throwIfFailed();
      return offset;
    },

    abandon: () => clearTimeout(timer),
  };
};
