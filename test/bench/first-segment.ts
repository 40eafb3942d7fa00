/** From the first byte of a 42 MB upload to the first segment that a listener has. */
import { readFile } from "node:fs/promises";
import type { Song } from "../../api-client/contract.ts";
import { post, startServer } from "../support/server.ts";
import type { Material } from "./material.ts";
import { type Figure, median, timed } from "./measure.ts";

const rounds = 5;

export const firstSegment = async ({ wav }: Material): Promise<Figure[]> => {
  const body = new Uint8Array(await readFile(wav));
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const server = await startServer();
    const { cursor } = (await (await fetch(server.crud("changes"))).json()) as { cursor: string };
    const heard = async (): Promise<void> => {
      for (let after = cursor; ;) {
        const answer = await fetch(server.crud(`changes?after=${after}&wait=10`));
        const changes = (await answer.json()) as { songs: Song[]; cursor: string };
        after = changes.cursor;
        const song = changes.songs.find(({ playable }) => playable);
        if (!song) continue;
        const main = await (await fetch(server.stream(song, "main.m3u8"))).text();
        const media = main.split("\n").find((line) => line.endsWith("media.m3u8")) ?? "";
        const segment = await fetch(server.stream(song, media.replace("media.m3u8", "0.m4s")));
        if (!segment.ok) throw new Error(`${segment.status}`);
        await segment.arrayBuffer();
        return;
      }
    };
    let sent: Promise<Response> | undefined;
    times.push(
      await timed(async () => {
        sent = post(server, body);
        await heard();
      }),
    );
    await sent;
    await server.kill();
  }
  return [
    {
      name: `POST of a ${Math.round(body.length / 1e6)} MB WAV to its first segment served`,
      value: median(times),
      unit: "s",
      goal: { most: 1 },
      detail: `${times.map((time) => time.toFixed(2)).join(", ")} s; the seed project took 4.8 s`,
    },
  ];
};
