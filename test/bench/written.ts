/** Bytes that are passed to the store, for each byte of the original and of what is made of it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { useFfmpeg } from "../../functions/core/audio/ffmpeg/program.ts";
import { readConfig } from "../../functions/core/config.ts";
import { createBell } from "../../functions/core/ingest/bell.ts";
import { receiveSong } from "../../functions/core/ingest/receive.ts";
import { startWorker } from "../../functions/core/ingest/worker.ts";
import { newId } from "../../functions/core/song/ids.ts";
import { openSqliteStore } from "../../functions/core/store/sqlite.ts";
import type { ChunkStore } from "../../functions/core/store/store.ts";
import { spawn } from "node:child_process";
import { publishSlowly } from "../support/slow-song.ts";
import type { Figure } from "./measure.ts";

const log = { info: () => {}, warn: () => {}, error: () => {} };

type Counted = { readonly chunks: ChunkStore; readonly written: () => number };

const counting = (chunks: ChunkStore): Counted => {
  let written = 0;
  const note = (bytes: Uint8Array): void => void (written += bytes.length);
  return {
    written: () => written,
    chunks: {
      ...chunks,
      insert(id, name, bytes) {
        note(bytes);
        return chunks.insert(id, name, bytes);
      },
      replace(id, name, bytes, revision) {
        note(bytes);
        return chunks.replace(id, name, bytes, revision);
      },
    },
  };
};

/** An mp3 of so many seconds, as it is made: hours need not be anywhere at once. */
const mp3Of = (seconds: number): PassThrough => {
  const source = `-v error -f lavfi -i anoisesrc=c=pink:r=44100:a=0.3:d=${seconds}`;
  const options = `${source} -c:a libmp3lame -b:a 64k -compression_level 9 -f mp3 pipe:1`;
  const child = spawn("ffmpeg", options.split(" "), { stdio: ["ignore", "pipe", "inherit"] });
  return child.stdout.pipe(new PassThrough());
};

const ratioFor = async (seconds: number): Promise<{ ratio: number; detail: string }> => {
  const folder = await mkdtemp(join(tmpdir(), "segue-written-"));
  const plain = openSqliteStore(folder);
  const { chunks, written } = counting(plain.chunks);
  const store = { ...plain, chunks };
  const bell = createBell();
  const { limits, keep, longest, ffmpegPath } = readConfig({});
  useFfmpeg(ffmpegPath);
  const worker = startWorker({ store, bell, log, encodings: 1, longest, limits, keep });
  const id = newId();
  await receiveSong({ store, bell }, mp3Of(seconds), { id, givenTags: {} });
  for (;;) {
    const song = await plain.songs.get(id);
    if (song?.state === "failed") throw new Error(JSON.stringify(song.reason));
    if (song?.state === "ready") break;
    await bell.wait("changes", 1_000, new AbortController().signal);
  }
  await worker.stop();
  const kept = (await plain.chunks.list(id, "")).reduce((sum, { size }) => sum + size, 0);
  await plain.close();
  await rm(folder, { recursive: true });
  return {
    ratio: written() / kept,
    detail: `${megabytes(written())} written for ${megabytes(kept)} kept`,
  };
};

const figureOf = (name: string, found: { ratio: number; detail: string }): Figure => ({
  name: `Bytes passed to the store per byte of original and output, ${name}`,
  value: found.ratio,
  unit: "of what is kept",
  goal: { most: 1.05 },
  detail: found.detail,
});

const hour = 3_600;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Stands for an upload as slow as its sound: whoever publishes is told of each segment by itself, as in eleven hours. */
const slowly = async (seconds: number): Promise<{ ratio: number; detail: string }> => {
  const { kept, rewritten } = await publishSlowly(seconds);
  return {
    ratio: (kept + rewritten) / kept,
    detail: `${megabytes(rewritten)} of playlists, waveform and song beside ${megabytes(kept)} kept, of an mp3 of 64 kbit/s`,
  };
};

export const bytesWritten = async (): Promise<Figure[]> => [
  figureOf("of four minutes", await ratioFor(240)),
  figureOf("of an hour", await ratioFor(hour)),
  figureOf("of eleven hours that come no faster than they play", await slowly(11 * hour)),
];
