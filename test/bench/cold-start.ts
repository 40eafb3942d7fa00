/** From the start of a function's process to its first answer, against bare node:http. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { bundle, type FunctionName } from "../support/bundle.ts";
import type { Material } from "./material.ts";
import { type Figure, inTurn, timed } from "./measure.ts";

const rounds = 9;

const bare = `
  const { createServer } = require("node:http");
  const server = createServer((request, response) => response.end("ok"));
  server.listen(0, "127.0.0.1", () => console.error(JSON.stringify({ port: server.address().port })));
`;

/** Seconds. The first line that names a port says that it listens. */
const firstAnswer = async (args: readonly string[]): Promise<number> => {
  const env = {
    ...process.env,
    HOST: "127.0.0.1",
    PORT: "0",
    MONGODB_URI: "mongodb://127.0.0.1:1",
  };
  let child: ReturnType<typeof spawn> | undefined;
  const seconds = await timed(async () => {
    child = spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "pipe"] });
    if (!child.stderr) throw new Error("It has no log.");
    for await (const line of createInterface(child.stderr)) {
      const { port } = JSON.parse(line) as { port?: number };
      if (port === undefined) continue;
      await (await fetch(`http://127.0.0.1:${port}/healthz`)).arrayBuffer();
      return;
    }
    throw new Error("It ended before it listened.");
  });
  child?.kill("SIGKILL");
  if (child) await once(child, "exit");
  return seconds;
};

const coldStart = async (name: FunctionName, folder: string): Promise<Figure> => {
  const app = await bundle(name, folder);
  const ours = () => firstAnswer([join(app, "server.js")]);
  const found = await inTurn(rounds, ours, () => firstAnswer(["-e", bare]));
  return {
    name: `Start of ${name} to its first answer`,
    value: found.ours * 1000,
    unit: "ms",
    goal: { most: 250 },
    detail: `${found.ratio.toFixed(1)} of bare node:http, which took ${(found.baseline * 1000).toFixed(0)} ms in the same minute`,
  };
};

/** crud asks its database first: how long that takes is the database's affair. */
export const coldStarts = async ({ folder }: Material): Promise<Figure[]> => [
  await coldStart("streaming", folder),
  await coldStart("player", folder),
];
