import { expect, test } from "vitest";
import { dealOut } from "../../../functions/core/ingest/deal-out.ts";

const works = [1, 4, 4, 4, 1];
const all = works.map((work) => ({ work }));
const dealt = (most: number): number[][] =>
  dealOut(all, most).map((share) => share.map(({ work }) => work));

test("one has it all, or the largest go to different ones and small ones to whom has least", () => {
  expect(dealt(1)).toEqual([[4, 4, 4, 1, 1]]);
  expect(dealt(2)).toEqual([
    [4, 4],
    [4, 1, 1],
  ]);
  expect(dealt(3)).toEqual([[4, 1], [4, 1], [4]]);
});

test("nobody is there for nothing", () => {
  expect(dealt(Infinity)).toHaveLength(all.length);
});
