import { expect, test } from "vitest";
import { createPace } from "../../../api-client/tus/pace.ts";

const second = 1_000;

test("a piece is what the line takes in ten seconds", () => {
  const pace = createPace();
  pace.note(1_000_000, second);
  expect(pace.pieceLength).toBe(10_000_000);
  pace.note(1_000_000, 10 * second);
  expect(pace.pieceLength).toBe(1_000_000);
  pace.note(1_000, second);
  expect(pace.pieceLength).toBe(65_536);
});

test("after a break pieces are short, and grow again as they get through", () => {
  const pace = createPace();
  pace.note(1_000_000, second);
  pace.slow();
  expect(pace.pieceLength).toBe(2_500_000);
  pace.note(2_500_000, second);
  expect(pace.pieceLength).toBe(5_500_000);
  for (let piece = 0; piece < 20; piece++) pace.note(2_500_000, second);
  expect(pace.pieceLength).toBe(25_000_000);
});

test("what a proxy does not take is never tried again", () => {
  const pace = createPace();
  pace.note(1_000_000, second);
  expect(pace.shorten()).toBe(true);
  for (let piece = 0; piece < 20; piece++) pace.note(10_000_000, second);
  expect(pace.pieceLength).toBe(5_000_000);
  while (pace.pieceLength > 65_536) expect(pace.shorten()).toBe(true);
  expect(pace.shorten()).toBe(false);
});
