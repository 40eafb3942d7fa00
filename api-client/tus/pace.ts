/** How much goes in one request: what the line takes in about ten seconds, for gateways end requests after sixty. */

/** ms */
const duration = 10_000;
/** Bytes: soon it is known whether it is music at all, and how fast the line is. */
const first = 1024 * 1024;
const least = 256 * 1024;

export type Pace = {
  /** Bytes. */
  readonly pieceLength: number;
  /** So many bytes were acknowledged after so many ms. */
  note(bytes: number, ms: number): void;
  /** A request broke off. */
  slow(): void;
};

export const createPace = (): Pace => {
  let pieceLength = first;
  const set = (bytes: number): void => void (pieceLength = Math.max(least, Math.floor(bytes)));
  return {
    get pieceLength() {
      return pieceLength;
    },
    note: (bytes, ms) => set((bytes / Math.max(1, ms)) * duration),
    slow: () => set(pieceLength / 4),
  };
};
