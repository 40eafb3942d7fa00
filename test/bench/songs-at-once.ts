/** Eight songs uploaded at once, against eight bare ffmpeg processes that make the same renditions, and no more. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Song } from "../../api-client/contract.ts";
import { coder } from "../../functions/core/audio/ladder.ts";
import { isDone, type Server, startServer, until } from "../support/server.ts";
import { ffmpeg } from "../support/sound.ts";
import { ask } from "../support/wire.ts";
import type { Material } from "./material.ts";
import { type Figure, inTurn, timed } from "./measure.ts";

const rounds = 3;
const songs = Array.from({ length: 8 }, (_, n) => n);
/** Long enough for a ladder to run evenly, short enough for eight of them. */
const seconds = 60;

const bare = ({ wav, folder }: Material, n: number): Promise<unknown> => {
  const file = (name: string): string => join(folder, `${n}-${name}.mp4`);
  const aac = (kbits: number) => `-map 0:a -c:a aac ${coder} -b:a ${kbits}k ${file(`a${kbits}`)}`;
  const flac = `-map 0:a -c:a flac -strict experimental -frame_size 4096 ${file("flac")}`;
  return ffmpeg(`-t ${seconds} -i ${wav} ${aac(64)} ${aac(128)} ${aac(256)} ${flac}`);
};

/** By a client that costs next to nothing: it is no part of what is measured. */
const upload = async (server: Server, body: Uint8Array): Promise<Song> => {
  const headers = { "Content-Type": "audio/wav", ...server.headers };
  const answer = await ask(server.crud("songs"), { method: "POST", headers, body });
  if (answer.status !== 201) throw new Error(`The server answers ${answer.status}.`);
  return JSON.parse(answer.body.toString()) as Song;
};

export const songsAtOnce = async (material: Material): Promise<Figure[]> => {
  const short = join(material.folder, "short.wav");
  await ffmpeg(`-t ${seconds} -i ${material.wav} -c:a copy ${short}`);
  const body = await readFile(short);
  const server = await startServer();
  const ours = () =>
    timed(async () => {
      const uploaded = await Promise.all(songs.map(() => upload(server, body)));
      // One after the other: eight who follow the changes at once would be measured, too.
      for (const { id } of uploaded) {
        const { state } = await until(server, id, isDone);
        if (state !== "ready") throw new Error("A song failed.");
      }
    });
  const baseline = () => timed(() => Promise.all(songs.map((n) => bare(material, n))));
  const found = await inTurn(rounds, ours, baseline);
  await server.stop();
  return [
    {
      name: "Eight songs at once from upload to ready, against eight bare ffmpeg runs",
      value: found.ratio,
      unit: "of the baseline",
      goal: { most: 1.1 },
      detail: `${found.ours.toFixed(1)} s (store, hashes, loudness and waveform included) against ${found.baseline.toFixed(1)} s, of ${seconds} s each`,
    },
  ];
};
