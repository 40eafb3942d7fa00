/** A whole song from bytes to ready, against one bare ffmpeg process with the same encoders. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { coder } from "../../functions/core/audio/ladder.ts";
import { isDone, startServer, until, upload } from "../support/server.ts";
import { ffmpeg } from "../support/sound.ts";
import type { Material } from "./material.ts";
import { type Figure, inTurn, timed } from "./measure.ts";

const rounds = 3;

const bare = ({ wav, folder }: Material): Promise<unknown> => {
  const aac = (kbits: number) =>
    `-map 0:a -c:a aac ${coder} -b:a ${kbits}k -f mp4 ${join(folder, `${kbits}.mp4`)}`;
  const flac = `-map 0:a -c:a flac -strict experimental -frame_size 4096 -f mp4 ${join(folder, "flac.mp4")}`;
  return ffmpeg(`-i ${wav} ${aac(64)} ${aac(128)} ${aac(256)} ${flac}`);
};

export const ladderTime = async (material: Material): Promise<Figure[]> => {
  const server = await startServer();
  const body = await readFile(material.wav);
  const ours = () =>
    timed(async () => {
      const { id } = await upload(server, body);
      const { state } = await until(server, id, isDone);
      if (state !== "ready") throw new Error("The song failed.");
    });
  const found = await inTurn(rounds, ours, () => timed(() => bare(material)));
  await server.stop();
  return [
    {
      name: "Upload to ready, against one bare ffmpeg process with the same encoders",
      value: found.ratio,
      unit: "of the baseline",
      goal: { most: 0.75 },
      detail: `${found.ours.toFixed(1)} s (store, hash, loudness and waveform included) against ${found.baseline.toFixed(1)} s, of 240 s of music in 64, 128 and 256 kbit/s and FLAC`,
    },
  ];
};
