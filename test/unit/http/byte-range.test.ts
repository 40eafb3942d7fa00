import { expect, test } from "vitest";
import { rangeOf } from "../../../functions/core/http/byte-range.ts";

test.each([
  ["bytes=0-0", { start: 0, end: 1 }],
  ["BYTES = 2 - 4", { start: 2, end: 5 }],
  ["bytes=9-", { start: 9, end: 10 }],
  ["bytes=0-18446744073709551616", { start: 0, end: 10 }],
  ["bytes=-3", { start: 7, end: 10 }],
  ["bytes=10-", "none"],
  ["bytes=18446744073709551616-", "none"],
  ["bytes=-0", "none"],
  ["bytes=-", "all"],
  ["bytes=4-2", "all"],
  ["bytes=0-1,3-4", "all"],
  ["bytes=0x1-2", "all"],
  ["items=0-1", "all"],
  [undefined, "all"],
])("%s of ten bytes is %o", (header, expected) => {
  expect(rangeOf(header, 10)).toEqual(expected);
});

test("of nothing there is no range", () => {
  expect(rangeOf("bytes=0-", 0)).toBe("none");
  expect(rangeOf("bytes=-1", 0)).toBe("none");
});
