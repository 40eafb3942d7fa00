/** The waveform as bars: what peaks.json has becomes one path, drawn once. */

/** Of formats.md: the highest level of each stretch, 0 to 255. */
export type Peaks = {
  readonly version: 1;
  /** Samples of the song per value. */
  readonly samplesPerPeak: number;
  readonly peaks: readonly number[];
};

/** A path's units: so many per bar, and so many from the top of the box to its bottom. */
export const barWidth = 4;
export const boxHeight = 100;

/** Silence is a dot, not nothing. */
const lowest = 0.06;
const tallest = 0.9;

/**
 * Loud songs have peaks near the top throughout: raised to this power, what differs in them shows. Chosen by eye.
 */
const contrast = 1.7;

/** Heights, 0 to 1: each of `count` bars has the highest peak of its stretch, relative to the song's highest. */
export const barHeights = (peaks: readonly number[], count: number): number[] => {
  const highest = Math.max(1, ...peaks);
  return Array.from({ length: count }, (_, n) => {
    const from = Math.floor((n * peaks.length) / count);
    const to = Math.max(from + 1, Math.floor(((n + 1) * peaks.length) / count));
    const level = Math.max(0, ...peaks.slice(from, to)) / highest;
    return Math.max(lowest, tallest * level ** contrast);
  });
};

const middle = boxHeight / 2;

export const wavePath = (heights: readonly number[]): string =>
  heights
    .map((height, n) => {
      const half = Math.round(height * middle);
      return `M${n * barWidth + barWidth / 2} ${middle - half}v${half * 2}`;
    })
    .join("");

/** Of a song without peaks. */
export const flatPath = (count: number): string => `M0 ${middle}h${count * barWidth}`;

/**
 * How much of the wave's width is prepared, and how many seconds that is: only those can be sought. A growing song's
 * length is not known; its progress tells how wide what is there should be.
 */
export type Extent = {
  /** 0 to 1 */
  readonly share: number;
  /** Seconds */
  readonly seconds: number;
};

/** `prepared`: seconds that can be played by now. */
export const extentOf = (
  duration: number | undefined,
  prepared: number | undefined,
  progress: number | undefined,
): Extent => {
  if (duration !== undefined && (prepared === undefined || prepared >= duration))
    return { share: 1, seconds: duration };
  if (duration !== undefined && prepared !== undefined)
    return { share: prepared / duration, seconds: prepared };
  return { share: Math.min(0.95, Math.max(0.1, progress ?? 0.5)), seconds: prepared ?? 0 };
};
