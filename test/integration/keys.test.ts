/** Idempotency keys whose song cannot be found. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../functions/core/song/ids.ts";
import { openSqliteStore } from "../../functions/core/store/sqlite.ts";
import { expectProblem } from "../support/problems.ts";
import { post, type Server, startServer } from "../support/server.ts";
import { made } from "../support/sound.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const claimed = async (at: number): Promise<string> => {
  const key = newId();
  const store = openSqliteStore(server.dataDir);
  await store.keys.claim(key, newId(), at);
  await store.close();
  return key;
};

test("a key whose song is on its way into the store is in use; one whose song is long gone is not", async () => {
  const tone = new Uint8Array(await made("-f lavfi -i sine=440:d=1", "flac"));
  const send = (key: string) => post(server, tone, { headers: { "Idempotency-Key": key } });
  await expectProblem(await send(await claimed(Date.now())), 409, "key-in-use");
  expect((await send(await claimed(Date.now() - 600_000))).status).toBe(201);
});
