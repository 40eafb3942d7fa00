/** What a file may cost, whoever made it. Each is a variable of the configuration. */
export type Limits = {
  /** Bytes of a picture, as it comes. */
  readonly coverBytes: number;
  /** Pixels of a picture. */
  readonly coverPixels: number;
  /** Seconds of a processor, for each process that prepares a song. */
  readonly cpuSeconds: number;
  /** Bytes of memory, for each. */
  readonly memoryBytes: number;
  /** Bytes of all renditions of a song. */
  readonly outputBytes: number;
};

/** What streaming bears at once. */
export type Crowd = {
  /** Requests that wait for the store. */
  readonly waiting: number;
  /** Bytes of answers that nobody has fetched yet. */
  readonly unreadBytes: number;
  /** ms: an answer of which nobody fetches a byte for so long is given up. */
  readonly unreadFor: number;
};

/** What the library as a whole may take up. */
export type Room = {
  /** Bytes. */
  readonly quota: number;
  /** Bytes of its disk that new uploads leave alone. */
  readonly leastFree: number;
};

export type Keep = { readonly originals: boolean; readonly flac: boolean };
