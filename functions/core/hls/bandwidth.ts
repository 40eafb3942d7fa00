/** Measured bit rates of a rendition, as playlists declare them (RFC 8216, 4.1 and 4.3.4.2). */

export type Bandwidth = {
  /** The highest rate of any run of segments that lasts 0.5 to 1.5 target durations. */
  readonly bandwidth: number;
  readonly averageBandwidth: number;
};

const shortestRun = 3;
const longestRun = 9;

const rate = (bytes: number, seconds: number): number => Math.ceil((bytes * 8) / seconds);

/** `sizes` in bytes and `durations` in seconds, one of each for every segment. */
export const bandwidthOf = (sizes: readonly number[], durations: readonly number[]): Bandwidth => {
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  const averageBandwidth = rate(sum(sizes), sum(durations));
  let bandwidth = averageBandwidth;
  for (let first = 0; first < sizes.length; first++) {
    let bytes = 0;
    let seconds = 0;
    for (let last = first; last < sizes.length; last++) {
      bytes += sizes[last] ?? 0;
      seconds += durations[last] ?? 0;
      if (seconds > longestRun) break;
      if (seconds >= shortestRun) bandwidth = Math.max(bandwidth, rate(bytes, seconds));
    }
  }
  return { bandwidth, averageBandwidth };
};
