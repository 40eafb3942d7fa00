/** One segment's requests per second, against bare node:http with the same bytes. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { ingest, startServer } from "../support/server.ts";
import { manifestAt } from "../support/hls.ts";
import { load } from "./load.ts";
import type { Material } from "./material.ts";
import { type Figure, inTurn, median } from "./measure.ts";

const connections = 32;
const seconds = 4;
const rounds = 5;

const bareServer = `
  const { createServer } = require("node:http");
  const chunks = [];
  process.stdin.on("data", (bytes) => chunks.push(bytes)).on("end", () => {
    const body = Buffer.concat(chunks);
    const headers = { "Content-Type": "audio/mp4", "Content-Length": body.length };
    const server = createServer({ keepAliveTimeout: 75000 }, (request, response) => response.writeHead(200, headers).end(body));
    server.listen(0, "127.0.0.1", () => console.log(server.address().port));
  });
`;

const startBare = async (body: Buffer) => {
  const child = spawn(process.execPath, ["-e", bareServer], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(body);
  const [port] = (await once(createInterface(child.stdout), "line")) as [string];
  return { url: `http://127.0.0.1:${port}/`, stop: () => child.kill() };
};

export const segmentRequests = async ({ wav }: Material): Promise<Figure[]> => {
  const server = await startServer();
  const song = await ingest(server, await readFile(wav));
  const main = await manifestAt(server.stream(song, "main.m3u8"));
  const media = server.stream(song, main.playlists?.[0]?.uri ?? "");
  const url = new URL("1.m4s", media).href;
  const body = Buffer.from(await (await fetch(url)).arrayBuffer());
  const bare = await startBare(body);
  const p99s: number[] = [];
  const ours = async (): Promise<number> => {
    const { rate, p99 } = await load(url, connections, seconds);
    p99s.push(p99);
    return rate;
  };
  await load(url, connections, seconds);
  const found = await inTurn(
    rounds,
    ours,
    async () => (await load(bare.url, connections, seconds)).rate,
  );
  bare.stop();
  await server.stop();
  return [
    {
      name: "Segment requests per second, against bare node:http",
      value: found.ratio,
      unit: "of the baseline",
      goal: { least: 0.6 },
      detail: `${Math.round(found.ours)} against ${Math.round(found.baseline)} requests/s of ${body.length} bytes, ${connections} connections; p99 ${median(p99s).toFixed(1)} ms`,
    },
  ];
};
