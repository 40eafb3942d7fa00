/**
 * Which of the chunks that are served have a line in the log: the first, and then one of a thousand, at `info`; all of
 * them at `debug`. What goes wrong is no part of this: that is always logged.
 */
const oneOf = 1_000;

export type ServedLevel = "info" | "debug";

/** The level of the line of each in turn. */
export const createSampling = (): (() => ServedLevel) => {
  let served = 0;
  return () => (served++ % oneOf === 0 ? "info" : "debug");
};
