/** A store that is full while songs are prepared: they wait for room, however long, and go on. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { useFfmpeg } from "../../functions/core/audio/ffmpeg/program.ts";
import { readConfig } from "../../functions/core/config.ts";
import { createBell, workTopic } from "../../functions/core/ingest/bell.ts";
import { receiveSong } from "../../functions/core/ingest/receive.ts";
import { startWorker } from "../../functions/core/ingest/worker.ts";
import { newId } from "../../functions/core/song/ids.ts";
import { StoreFull } from "../../functions/core/store/errors.ts";
import { openSqliteStore } from "../../functions/core/store/sqlite.ts";
import { made } from "../support/sound.ts";

test("a song that finds no room is no failure: it waits, and is ready once there is some", async () => {
  const folder = await mkdtemp(join(tmpdir(), "segue-no-room-"));
  const plain = openSqliteStore(folder);
  const { limits, keep, longest, ffmpegPath } = readConfig({});
  useFfmpeg(ffmpegPath);
  let isFull = true;
  let refused = 0;
  const store: typeof plain = {
    ...plain,
    chunks: {
      ...plain.chunks,
      async insert(id, name, bytes) {
        if (!isFull || name.startsWith("parts/")) return plain.chunks.insert(id, name, bytes);
        refused++;
        throw new StoreFull("No room.");
      },
    },
  };
  const warned: string[] = [];
  const log = {
    info: () => {},
    warn: (_: object, message: string) => void warned.push(message),
    error: (_: object, message: string) => void warned.push(message),
  };
  const bell = createBell();
  const options = { store, bell, log, encodings: 1, longest, limits, keep, untilRoom: 1 };
  const worker = startWorker(options);
  const id = newId();
  const sound = await made("-f lavfi -i sine=d=3", "flac");
  await receiveSong({ store, bell }, Readable.from([sound]), { id, givenTags: {} });
  // More often than a song may fail.
  const tries = () => {
    bell.ring(workTopic);
    return warned.length;
  };
  await expect.poll(tries).toBeGreaterThan(5);
  expect(refused).toBeGreaterThan(5);
  expect(new Set(warned)).toEqual(new Set(["no room for a song: it waits"]));
  expect(await plain.songs.get(id)).toMatchObject({ state: "processing", playable: false });
  isFull = false;
  await expect.poll(async () => (await plain.songs.get(id))?.state).toBe("ready");
  await worker.stop();
  await plain.close();
  await rm(folder, { recursive: true });
});
