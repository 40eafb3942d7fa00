import { expect, test } from "vitest";
import { createBoard, lineOf } from "../../../api-client/cli/transfers/board.ts";

test("all transfers together are shown with their rate and the time that is left", () => {
  const board = createBoard("Uploading", 2, 4_000_000);
  const transfer = board.begin("one.flac", 2_000_000);
  expect(board.headline(0)).toBe("Uploading 1 of 2 · 0%");
  transfer.sent = 1_000_000;
  expect(board.headline(1_000)).toBe("Uploading 1 of 2 · 25% · 1.0 MB/s · 3 s left");
  board.end(transfer, 2_000_000);
  expect(board.headline(2_000)).toBe("Uploading 2 of 2 · 50% · 1.0 MB/s · 2 s left");
});

test("what had gone before counts as done, and not as fast", () => {
  const board = createBoard("Uploading", 1, 10_000_000);
  const transfer = board.begin("long.wav", 10_000_000);
  board.headline(0);
  lineOf(transfer, 0);
  transfer.start = 5_000_000;
  transfer.sent = 6_000_000;
  expect(board.headline(1_000)).toBe("Uploading 1 of 1 · 60% · 1.0 MB/s · 4 s left");
  expect(lineOf(transfer, 1_000)).toBe("long.wav · 60% · 1.0 MB/s · 4 s left");
});

test("what need not go is not waited for", () => {
  const board = createBoard("Uploading", 2, 3_000_000);
  board.end(board.begin("there.flac", 2_000_000), undefined);
  const transfer = board.begin("new.flac", 1_000_000);
  transfer.sent = 500_000;
  expect(board.headline(0)).toBe("Uploading 2 of 2 · 50%");
});
