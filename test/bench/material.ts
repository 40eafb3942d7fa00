/** What the benchmarks work on: 240 s of music where there is some, else of something like it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasMusic, songPath } from "../support/music.ts";
import { ffmpeg } from "../support/sound.ts";

export type Material = { readonly folder: string; readonly wav: string; remove(): Promise<void> };

/** A WAV of 42 MB: 240 s of CD sound. */
export const makeMaterial = async (): Promise<Material> => {
  const folder = await mkdtemp(join(tmpdir(), "segue-bench-"));
  const wav = join(folder, "song.wav");
  const source = hasMusic
    ? `-stream_loop 1 -i ${songPath("Coherence")}`
    : "-f lavfi -i anoisesrc=c=pink:r=44100:a=0.3";
  await ffmpeg(`${source} -t 240 -ar 44100 -ac 2 -c:a pcm_s16le ${wav}`);
  return { folder, wav, remove: () => rm(folder, { recursive: true }) };
};
