/** How much goes in one request: what the line takes in about ten seconds, for gateways end requests after sixty. */

/** ms */
const duration = 10_000;
/** Bytes: soon it is known whether it is music at all, and how fast the line is. */
const first = 1024 * 1024;
const least = 64 * 1024;
/** After a break it is tried again with less, and a little more each time that goes well. */
const growth = 1.1;

export type Pace = {
  /** Bytes. */
  readonly pieceLength: number;
  /** So many bytes were acknowledged after so many ms. */
  note(bytes: number, ms: number): void;
  /** A request broke off. */
  slow(): void;
  /** A proxy takes no request of this length. False where it could hardly be shorter. */
  shorten(): boolean;
};

export const createPace = (): Pace => {
  let pieceLength = first;
  let most = Infinity;
  let limit = Infinity;
  const set = (bytes: number): void => {
    pieceLength = Math.max(least, Math.floor(Math.min(bytes, most, limit)));
  };
  return {
    get pieceLength() {
      return pieceLength;
    },
    note(bytes, ms) {
      most *= growth;
      set((bytes / Math.max(1, ms)) * duration);
    },
    slow() {
      most = pieceLength / 2;
      set(pieceLength / 4);
    },
    shorten() {
      if (pieceLength === least) return false;
      limit = pieceLength / 2;
      set(limit);
      return true;
    },
  };
};
