/** What a file may cost, whoever made it. Each is a variable of the configuration. */
export type Limits = {
  /** Bytes of a picture, as it comes. */
  readonly coverBytes: number;
  /** Pixels of a picture. */
  readonly coverPixels: number;
};
