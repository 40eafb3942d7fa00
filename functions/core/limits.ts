/** What a file may cost, whoever made it. Each is a variable of the configuration. */
export type Limits = {
  /** Bytes of a picture, as it comes. */
  readonly coverBytes: number;
  /** Pixels of a picture. */
  readonly coverPixels: number;
};

/** What the library as a whole may take up. */
export type Room = {
  /** Bytes. */
  readonly quota: number;
  /** Bytes of its disk that new uploads leave alone. */
  readonly leastFree: number;
};

export type Keep = { readonly originals: boolean; readonly flac: boolean };
