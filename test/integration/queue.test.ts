/** Who waits for whom. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { getSong, ingest, type Server, startServer, until, upload } from "../support/server.ts";
import { made } from "../support/sound.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer({ env: { SEGUE_ENCODINGS: "1" } });
});
afterAll(() => server.stop());

test("short songs do not wait for a long mix, with one place to prepare songs", async () => {
  const mix = await made("-f lavfi -i anoisesrc=d=420:r=44100:seed=6 -ac 2", "wav");
  const short = await made("-f lavfi -i sine=440:d=3:r=44100", "flac");
  const { id } = await upload(server, mix);
  await until(server, id, ({ playable }) => playable);
  for (let n = 0; n < 3; n++) expect(await ingest(server, short)).toMatchObject({ state: "ready" });
  expect(await getSong(server, id)).toMatchObject({ state: "processing" });
});
