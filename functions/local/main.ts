/** `npm start`: every function in one process, on this machine. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { startCrud } from "../crud/app.ts";
import { checkFfmpeg, useFfmpeg } from "../core/audio/ffmpeg/program.ts";
import { type Config, ConfigError, readConfig } from "../core/config.ts";
import { createLog } from "../core/http/log.ts";
import type { RunningFunction } from "../core/http/run.ts";
import { close, listen, portOf } from "../core/http/server.ts";
import type { Store } from "../core/store/store.ts";
import { startPlayer } from "../player/app.ts";
import { startStreaming } from "../streaming/app.ts";
import { createGateway } from "./gateway.ts";

/** ms: who listens may finish a segment, no more. */
const patience = 2_000;
const loopback = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;
const builtPlayer = join(import.meta.dirname, "../../client/dist");

const say = (...lines: readonly string[]): void => console.log(lines.join("\n"));

const configured = (): Config => {
  // A terminal is for people: what goes well is not worth a line of JSON there.
  const config = readConfig({ LOG_LEVEL: "warn", ...process.env });
  if (config.tokens.length === 0 && !loopback.test(config.host))
    throw new ConfigError(
      `HOST is ${config.host}, so others can reach this server: set SEGUE_TOKEN, or leave HOST away.`,
    );
  if (config.isPrivate && config.tokens.length === 0)
    throw new ConfigError("SEGUE_PRIVATE is true, and nobody could sign in: set SEGUE_TOKEN.");
  // Whoever plays while this ends and starts again is given a new address.
  const keys =
    config.signing.keys.length > 0 ? config.signing.keys : [randomBytes(33).toString("base64")];
  return { ...config, signing: { ...config.signing, keys } };
};

const openStore = async ({ mongodbUri, dataDir }: Config): Promise<Store> => {
  if (mongodbUri === undefined)
    return (await import("../core/store/sqlite.ts")).openSqliteStore(dataDir);
  const { openMongoStore, prepareMongo } = await import("../core/store/mongo.ts");
  await prepareMongo(mongodbUri);
  return openMongoStore(mongodbUri);
};

const welcome = async (store: Store, config: Config, port: number): Promise<void> => {
  const songs = await store.songs.count({});
  const where = config.mongodbUri === undefined ? `${config.dataDir}, in SQLite` : "in MongoDB";
  const host = loopback.test(config.host) || config.host === "0.0.0.0" ? "localhost" : config.host;
  say(
    "",
    `  Segue is at  http://${host}:${port}/`,
    `  The library  ${where}: ${songs === 1 ? "1 song" : `${songs} songs`}`,
    ...(songs === 0 ? ["", "  No music at hand? In another terminal:  npm run first-song"] : []),
    "",
    "  Ctrl-C ends it.",
    "",
  );
};

const start = async (): Promise<void> => {
  const config = configured();
  const log = createLog(config.logLevel, "segue");
  useFfmpeg(config.ffmpegPath);
  await checkFfmpeg();
  const store = await openStore(config);
  const functions = new Map<string, RunningFunction>([
    ["crud", startCrud({ store, log, config })],
    ["streaming", startStreaming({ store, log, ...config })],
    ["player", startPlayer({ folder: builtPlayer, log })],
  ]);
  const running = [...functions.values()];
  const listeners = new Map([...functions].map(([name, { listener }]) => [name, listener]));
  const server = await listen(createGateway(listeners), config);
  await welcome(store, config, portOf(server));

  const end = async (): Promise<void> => {
    await Promise.all(running.map((one) => one.stop()));
    await close(server, () => running.some((one) => one.open() > 0), patience);
    await store.close();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      process.once("SIGINT", () => process.exit(130));
      void end();
    });
};

const explain = (error: unknown): string => {
  const { code, message, stack } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") return "This port is taken. Choose another:  PORT=8081 npm start";
  if (code === "EACCES") return `Not allowed: ${message}`;
  return error instanceof ConfigError || (error as Error).name !== "Error"
    ? message
    : String(stack);
};

try {
  await start();
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}
