import { expect, test } from "vitest";
import { publishSlowly } from "../../support/slow-song.ts";

const minute = 60;

test("each segment of a short song is told of, however slowly it comes", async () => {
  const { told } = await publishSlowly(5 * minute);
  expect(told).toBeGreaterThan((5 * minute) / 6.13 - 1.5);
});

test("an hour that comes slowly is rewritten for less than a twentieth of what is kept", async () => {
  const { kept, rewritten } = await publishSlowly(60 * minute);
  expect(rewritten / kept).toBeLessThan(0.05);
});
