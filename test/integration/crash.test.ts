/** kill -9 at random moments of an ingest. `npm run soak` does the same a hundred times. */
import { expect, inject, test } from "vitest";
import { newId } from "../../functions/core/song/ids.ts";
import { crash } from "../support/crash/crash.ts";
import { database } from "../support/mongodb.ts";

const mongodbUri = inject("mongodbUri");

test("one process on SQLite, killed six times, loses nothing", { timeout: 300_000 }, async () => {
  const { songs, ready } = await crash({ kills: 6, seed: 1, processes: 1 });
  expect(ready).toBe(songs);
  expect(songs).toBeGreaterThan(3);
});

test.skipIf(!mongodbUri)(
  "two processes on MongoDB, of which one or the other is killed four times, lose nothing",
  { timeout: 300_000 },
  async () => {
    const env = { MONGODB_URI: database(mongodbUri ?? "", `segue-crash-${newId()}`) };
    const { songs, ready } = await crash({ kills: 4, seed: 2, processes: 2, env });
    expect(ready).toBe(songs);
    expect(songs).toBeGreaterThan(1);
  },
);
