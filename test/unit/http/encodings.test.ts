import { expect, test } from "vitest";
import { takesGzip } from "../../../functions/core/http/encodings.ts";

test.each([
  ["gzip"],
  ["GZIP"],
  ["br, gzip, deflate"],
  ["x-gzip"],
  ["*"],
  ["br;q=1.0, gzip;q=0.8, *;q=0.1"],
  ["identity, gzip"],
  ["gzip;q=0.001"],
])("%s takes gzip", (accept) => {
  expect(takesGzip(accept)).toBe(true);
});

test.each([
  [undefined],
  [""],
  ["br"],
  ["identity"],
  ["gzip;q=0"],
  ["gzip; Q=0"],
  ["br;q=1.0, *;q=0"],
  ["identity;q=1, gzip;q=0.5"],
  ["gzip;q=much"],
])("%s does not take gzip, or likes it less", (accept) => {
  expect(takesGzip(accept)).toBe(false);
});
