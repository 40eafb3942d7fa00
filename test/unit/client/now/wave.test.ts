import { describe, expect, test } from "vitest";
import { barHeights, extentOf, wavePath } from "../../../../client/now/wave.ts";

describe("the wave", () => {
  test("has a bar for the highest peak of each stretch, relative to the song's highest", () => {
    const heights = barHeights([0, 100, 50, 20, 10, 100, 0, 0], 4);
    expect(heights[0]).toBeCloseTo(0.9, 5);
    expect(heights[2]).toBe(heights[0]);
    expect(heights[1]).toBeLessThan(0.5);
    expect(heights[3]).toBe(0.06);
  });

  test("has as many bars as are wanted, also of fewer peaks", () => {
    expect(barHeights([255], 3)).toEqual([0.9, 0.9, 0.9]);
    expect(barHeights([], 2)).toEqual([0.06, 0.06]);
    expect(
      barHeights(
        Array.from({ length: 2_048 }, () => 7),
        170,
      ),
    ).toHaveLength(170);
  });

  test("of silence is a row of dots", () => {
    expect(new Set(barHeights([0, 0, 0, 0], 2))).toEqual(new Set([0.06]));
  });

  test("is one path of upright strokes around the middle", () => {
    expect(wavePath([0.5, 0.06])).toBe("M2 25v50M6 47v6");
  });
});

describe("what can be sought", () => {
  test("is all of a song that is prepared", () => {
    expect(extentOf(200, undefined, undefined)).toEqual({ share: 1, seconds: 200 });
    expect(extentOf(200, 200, 0.99)).toEqual({ share: 1, seconds: 200 });
  });

  test("is what is there of a song that grows", () => {
    expect(extentOf(200, 50, 0.25)).toEqual({ share: 0.25, seconds: 50 });
    expect(extentOf(undefined, 30, 0.4)).toEqual({ share: 0.4, seconds: 30 });
  });

  test("never fills the wave while the length is unknown", () => {
    expect(extentOf(undefined, 30, 1)).toEqual({ share: 0.95, seconds: 30 });
    expect(extentOf(undefined, 30, undefined)).toEqual({ share: 0.5, seconds: 30 });
  });
});
