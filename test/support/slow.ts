/** A body that comes as slowly as a test wants it to. */
export type SlowBody = AsyncIterable<Uint8Array> & {
  /** Lets bytes up to this place through; undefined: all of them, and the end. */
  allow(bytes?: number): void;
  /** Ends the body as a line that breaks does. */
  breakOff(): void;
};

const pieceLength = 64 * 1024;

export const slowBody = (bytes: Uint8Array): SlowBody => {
  let allowed = 0;
  let broken = false;
  let changed = Promise.withResolvers<void>();
  const wake = (): void => {
    changed.resolve();
    changed = Promise.withResolvers();
  };
  return {
    allow(most = Infinity) {
      allowed = most;
      wake();
    },
    breakOff() {
      broken = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (let start = 0; start < bytes.length;) {
        while (start >= allowed && !broken) await changed.promise;
        if (broken) throw new Error("The line is cut.");
        const end = Math.min(start + pieceLength, allowed, bytes.length);
        yield bytes.subarray(start, end);
        start = end;
      }
      while (allowed !== Infinity && !broken) await changed.promise;
      if (broken) throw new Error("The line is cut.");
    },
  };
};
