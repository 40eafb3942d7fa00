import { expect, test } from "vitest";
import { isWorthCompacting } from "../../functions/core/store/mongo/space.ts";

test.each([
  [{}, false],
  [{ storageSize: 2e9, freeStorageSize: 0.9e9 }, false],
  [{ storageSize: 20e9, freeStorageSize: 3e9 }, false],
  [{ storageSize: 10e9, freeStorageSize: 3e9 }, true],
])("files of %j are worth a compaction: %s", (stats, worth) => {
  expect(isWorthCompacting(stats)).toBe(worth);
});
