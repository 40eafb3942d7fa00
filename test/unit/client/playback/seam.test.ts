import { expect, test } from "vitest";
import { isSeam } from "../../../../client/playback/seam.ts";

const place = (trackNumber?: number, discNumber?: number, albumId = "album") => ({
  albumId,
  ...(trackNumber !== undefined && { trackNumber }),
  ...(discNumber !== undefined && { discNumber }),
});

test("songs that follow each other on an album have no gap", () => {
  expect(isSeam(place(1), place(2))).toBe(true);
  expect(isSeam(place(9, 1), place(1, 2))).toBe(true);
  expect(isSeam(place(1), place(2, 1))).toBe(true);
});

test("other neighbours have one", () => {
  expect(isSeam(place(1), place(3))).toBe(false);
  expect(isSeam(place(2), place(1))).toBe(false);
  expect(isSeam(place(9, 1), place(2, 2))).toBe(false);
  expect(isSeam(place(1), place(2, 1, "another"))).toBe(false);
  expect(isSeam(place(), place())).toBe(false);
  expect(isSeam({ trackNumber: 1 }, { trackNumber: 2 })).toBe(false);
});
