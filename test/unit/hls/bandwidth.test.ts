import { expect, test } from "vitest";
import { bandwidthOf } from "../../../functions/core/hls/bandwidth.ts";

test("the mean is of all bytes, the peak of the fullest stretch of 3 to 9 seconds", () => {
  const found = bandwidthOf([1_000, 6_000, 9_000, 6_000], [2, 6, 6, 6]);
  expect(found).toEqual({ averageBandwidth: (22_000 * 8) / 20, bandwidth: (9_000 * 8) / 6 });
});

test("a short first segment alone is no peak", () => {
  expect(bandwidthOf([9_000, 6_000], [2, 6]).bandwidth).toBe((15_000 * 8) / 8);
});

test("of a song shorter than any stretch the peak is the mean", () => {
  expect(bandwidthOf([500], [1])).toEqual({ averageBandwidth: 4_000, bandwidth: 4_000 });
});
