/** Replicas that are told to end while requests go on coming, behind of-watchdog. */
import { Agent } from "node:http";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Song } from "../../api-client/contract.ts";
import {
  aSongIn,
  type BehindWatchdog,
  canWatch,
  openBehindWatchdog,
  songIn,
  uploadTo,
} from "../support/behind-watchdog.ts";
import type { FunctionName } from "../support/bundle.ts";
import { slowBody } from "../support/slow.ts";
import { made } from "../support/sound.ts";
import { ask } from "../support/wire.ts";

const mongodbUri = inject("mongodbUri");
const skipped = !canWatch(mongodbUri);

describe.skipIf(skipped)("leaving (needs fwatchdog on PATH, and a MongoDB)", () => {
  let functions: BehindWatchdog;
  let song: Song;
  beforeAll(async () => {
    functions = await openBehindWatchdog(mongodbUri);
    song = await functions.use("crud", aSongIn);
  });
  afterAll(() => functions.close());

  const paths: Readonly<Record<FunctionName, () => string>> = {
    crud: () => "/songs",
    streaming: () => `/${song.id}/main.m3u8`,
    player: () => "/",
  };

  test.each(["crud", "streaming", "player"] as const)(
    "%s serves all that comes until a gateway sees that it is not ready",
    async (name) => {
      const leaving = await functions.start(name);
      const agent = new Agent({ keepAlive: true });
      const answers: number[] = [];
      let sends = true;
      const listener = async (): Promise<void> => {
        while (sends) answers.push((await ask(`${leaving.url}${paths[name]()}`, { agent })).status);
      };
      const listeners = Array.from({ length: 8 }, listener);
      await expect.poll(() => answers.length).toBeGreaterThan(100);
      const ended = leaving.stop();
      await expect.poll(async () => (await ask(`${leaving.url}/_/ready`)).status).toBe(503);
      const soFar = answers.length;
      await expect.poll(() => answers.length).toBeGreaterThan(soFar + 50);
      sends = false;
      await Promise.all(listeners);
      agent.destroy();
      expect(answers.filter((status) => status !== 200)).toEqual([]);
      expect(await ended).not.toBe(0);
    },
  );

  test("an upload that has begun is taken to its end, and its song is prepared by the next", async () => {
    const wav = await made("-f lavfi -i anoisesrc=d=30:r=44100:seed=7 -ac 2", "wav");
    const leaving = await functions.start("crud");
    const body = slowBody(wav);
    const uploaded = uploadTo(leaving, body);
    body.allow(wav.length / 2);
    const growing = async (): Promise<Song[]> =>
      (await (await fetch(`${leaving.url}/songs?state=uploading`)).json()) as Song[];
    await expect.poll(async () => (await growing())[0]?.playable).toBe(true);
    const ended = leaving.stop();
    await expect.poll(async () => (await ask(`${leaving.url}/_/ready`)).status).toBe(503);
    body.allow();
    const answer = await uploaded;
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as Song;
    expect(await ended).not.toBe(0);
    await functions.use("crud", async (next) => {
      await expect.poll(async () => (await songIn(next, id)).state).toBe("ready");
      expect((await songIn(next, id)).duration).toBe(30);
    });
  });
});
