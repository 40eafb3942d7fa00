/** From the start of a function's process to its first answer, as its image has it, against bare node:http. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { newId } from "../../functions/core/song/ids.ts";
import { bundle, type FunctionName } from "../support/bundle.ts";
import { database, startMongo } from "../support/mongodb.ts";
import type { Material } from "./material.ts";
import { type Figure, inTurn, processorTime, timed } from "./measure.ts";

const rounds = 9;

const bare = `
  const { createServer } = require("node:http");
  const server = createServer((request, response) => response.end("ok"));
  server.listen(0, "127.0.0.1", () => console.error(JSON.stringify({ port: server.address().port })));
`;

type Settings = Readonly<Record<string, string>>;

type Started = {
  /** From its start to its first answer: of the clock, and of processors. */
  readonly seconds: number;
  readonly processor: number;
};

/** The first line that names a port says that it listens. `end`: how it ends then. */
const firstAnswer = async (
  args: readonly string[],
  settings: Settings,
  end: NodeJS.Signals = "SIGKILL",
): Promise<Started> => {
  const env = { ...process.env, HOST: "127.0.0.1", PORT: "0", ...settings };
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  const answered = async (): Promise<void> => {
    for await (const line of createInterface(child.stderr)) {
      const { port } = JSON.parse(line) as { port?: number };
      if (port === undefined) continue;
      await (await fetch(`http://127.0.0.1:${port}/healthz`)).arrayBuffer();
      return;
    }
    throw new Error("It ended before it listened.");
  };
  const seconds = await timed(answered);
  const processor = processorTime(child.pid ?? 0);
  const ended = once(child, "exit");
  child.kill(end);
  await ended;
  return { seconds, processor };
};

const ms = (seconds: number): string => `${(seconds * 1000).toFixed(0)} ms`;

const coldStart = async (
  name: FunctionName,
  folder: string,
  given: Settings,
  goal?: Figure["goal"],
): Promise<Figure> => {
  const app = await bundle(name, folder);
  const args = [join(app, "server.js")];
  const settings = { ...given, NODE_COMPILE_CACHE: join(app, "compiled") };
  // As in the image's making: what it has compiled is kept when it ends by itself.
  await firstAnswer(args, settings, "SIGTERM");
  let processor = Infinity;
  const ours = async (): Promise<number> => {
    const started = await firstAnswer(args, settings);
    processor = Math.min(processor, started.processor);
    return started.seconds;
  };
  const baseline = async () => (await firstAnswer(["-e", bare], {})).seconds;
  const found = await inTurn(rounds, ours, baseline);
  return {
    name: `Start of ${name} to its first answer`,
    value: found.ours * 1000,
    unit: "ms",
    ...(goal && { goal }),
    detail:
      `${found.ratio.toFixed(1)} of bare node:http, which took ${ms(found.baseline)} in the same minute; ` +
      `${ms(processor)} of processors`,
  };
};

export const coldStarts = async ({ folder }: Material): Promise<Figure[]> => {
  const away = { MONGODB_URI: "mongodb://127.0.0.1:1" };
  const figures = [
    await coldStart("streaming", folder, away, { most: 250 }),
    await coldStart("player", folder, {}, { most: 250 }),
  ];
  // crud brings its database up to date first: how long that takes is the database's affair.
  const mongo = await startMongo();
  if (!mongo) return figures;
  const env = {
    MONGODB_URI: database(mongo.uri, `segue-bench-${newId()}`),
    SEGUE_TOKEN: "a-token-for-the-bench",
  };
  figures.push(await coldStart("crud", folder, env));
  await mongo.stop();
  return figures;
};
