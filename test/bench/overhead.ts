/** What fMP4, playlists and waveform add to the coded sound itself. */
import { readFile } from "node:fs/promises";
import { ingest, startServer } from "../support/server.ts";
import { readSong } from "../support/hls.ts";
import { run } from "../support/sound.ts";
import type { Material } from "./material.ts";
import type { Figure } from "./measure.ts";

/** Bytes of the coded frames alone. */
const rawBytes = async (file: Buffer): Promise<number> => {
  const show = "-v error -f mp4 -i pipe:0 -show_entries packet=size -of csv=p=0";
  const sizes = String(await run("ffprobe", show.split(" "), file))
    .trim()
    .split("\n");
  return sizes.reduce((sum, size) => sum + Number(size.replace(",", "")), 0);
};

export const storedOverhead = async ({ wav }: Material): Promise<Figure[]> => {
  const server = await startServer();
  const song = await ingest(server, await readFile(wav));
  const renditions = await readSong(server.stream(song, "main.m3u8"));
  const found = renditions.find(({ name }) => name === "a128");
  if (!found) throw new Error("no a128");
  const raw = await rawBytes(Buffer.concat([found.init, ...found.segments]));
  const lengthOf = async (url: string): Promise<number> =>
    (await (await fetch(url)).arrayBuffer()).byteLength;
  const playlists =
    (await lengthOf(found.url)) + (await lengthOf(server.stream(song, "main.m3u8")));
  const peaks = await lengthOf(server.stream(song, song.peaks ?? ""));
  const segments = found.segments.reduce((sum, { length }) => sum + length, found.init.length);
  await server.stop();
  const stored = segments + playlists + peaks;
  return [
    {
      name: "Bytes stored for 128 kbit/s, over the AAC itself",
      value: (stored / raw - 1) * 100,
      unit: "%",
      goal: { most: 1.5 },
      detail: `${stored} bytes with playlists (${playlists}) and waveform (${peaks}), against ${raw} of AAC frames`,
    },
  ];
};
