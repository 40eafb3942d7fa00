import { describe, expect, test } from "vitest";
import { finalDurations, growingDurations } from "../../../functions/core/hls/durations.ts";

const unit = 90_112;
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

describe("durations", () => {
  test("of every length add up to it, and none is longer than the target allows", () => {
    for (let samples = 1; samples < unit * 9; samples += 997) {
      const durations = finalDurations(samples, unit);
      expect(sum(durations)).toBe(samples);
      expect(Math.min(...durations)).toBeGreaterThan(0);
      // 7.7: not above the target duration and half a second.
      expect(Math.max(...durations) / 44_100).toBeLessThanOrEqual(6.5);
    }
  });

  test("of a finished song begin as those did while it grew", () => {
    const final = finalDurations(unit * 20 + 5_000, unit);
    expect(growingDurations(6, unit)).toEqual(final.slice(0, 6));
    expect(growingDurations(0, unit)).toEqual([]);
  });
});
