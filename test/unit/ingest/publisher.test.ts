import { expect, test } from "vitest";
import { settled } from "../../support/settled.ts";
import { publishSlowly, startPublisher } from "../../support/slow-song.ts";

const minute = 60;

test("each segment of a short song is told of, however slowly it comes", async () => {
  const { told } = await publishSlowly(5 * minute);
  expect(told).toBeGreaterThan((5 * minute) / 6.13 - 1.5);
});

test("an hour that comes slowly is rewritten for less than a twentieth of what is kept", async () => {
  const { kept, rewritten } = await publishSlowly(60 * minute);
  expect(rewritten / kept).toBeLessThan(0.05);
});

test("what every rendition has is told of, though one was late and no more bytes come", async () => {
  const counts = [0, 0];
  const { publisher, written } = startPublisher(counts, () => 3_000_000 + (counts[1] ?? 0));
  const running = publisher.run();
  for (let count = 1; count <= 5; count++)
    for (const late of [0, 1]) {
      counts[late] = count;
      publisher.note();
      await settled();
      await settled();
    }
  expect(written.told).toBe(5);
  publisher.end();
  await running;
});
