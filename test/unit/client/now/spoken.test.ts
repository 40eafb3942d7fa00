import { expect, test } from "vitest";
import { spokenPlace, spokenTime } from "../../../../client/now/spoken.ts";

test("times are said as people say them", () => {
  expect([0, 1, 26.9, 60, 86, 252, 3_727, 7_200].map(spokenTime)).toEqual([
    "0 seconds",
    "1 second",
    "26 seconds",
    "1 minute",
    "1 minute 26",
    "4 minutes 12",
    "1 hour 2 minutes 7",
    "2 hours",
  ]);
});

test("a place says how long the song is, once that is known", () => {
  expect(spokenPlace(86, 252)).toBe("1 minute 26 of 4 minutes 12");
  expect(spokenPlace(5, undefined)).toBe("5 seconds, length not yet known");
});
