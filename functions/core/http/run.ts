/** The life of a function's process, as OpenFaaS leads it. */
import type { RequestListener } from "node:http";
import { type Config, ConfigError, readConfig } from "../config.ts";
import { openMongoStore } from "../store/mongo.ts";
import type { Store } from "../store/store.ts";
import { createLog, type Log } from "./log.ts";
import { close, listen, portOf } from "./server.ts";

/** What answers the requests of a function, and how it ends. */
export type RunningFunction = {
  readonly listener: RequestListener;
  /** Requests that are being answered now. */
  readonly open: () => number;
  /** Gives back all work, and lets those go who wait for something. */
  stop(): Promise<void>;
};

/** ms: requests that take longer are cut off when the process has to end. */
const patience = 20_000;
/** 128 + SIGTERM: of-watchdog ends with a process that ends with an error, and lingers with one that does not. */
const endedBySignal = 143;

type Doors = { readonly config: Config; readonly log: Log };
type Start<Needs> = (doors: Needs) => Promise<RunningFunction> | RunningFunction;

const checked = (config: Config, needsToken: boolean, needsStore: boolean): Config => {
  const faults = [
    ...(needsToken && config.tokens.length === 0
      ? [
          "No token. Make one (head -c 24 /dev/urandom | base64) and set it as the secret segue-token.",
        ]
      : []),
    ...(needsStore && config.mongodbUri === undefined
      ? [
          "No MongoDB. Set its address as the secret segue-mongodb: mongodb://user:password@host/segue.",
        ]
      : []),
  ];
  if (faults.length > 0) throw new ConfigError(faults.join("\n"));
  return config;
};

const run = async (
  name: string,
  needs: { readonly token: boolean; readonly store: boolean },
  start: (doors: Doors) => Promise<{ running: RunningFunction; store?: Store }>,
): Promise<void> => {
  const bootLog = createLog("info", name);
  try {
    const config = checked(readConfig(process.env), needs.token, needs.store);
    const log = createLog(config.logLevel, name);
    const { running, store } = await start({ config, log });
    const server = await listen(running.listener, config);
    log.info({ port: portOf(server) }, "listening");
    process.once("SIGTERM", () => {
      log.info("ending");
      void (async () => {
        // Requests still come in while the watchdog drains: they are served until there are none.
        await running.stop();
        await close(server, running.open, patience);
        await store?.close();
        process.exit(endedBySignal);
      })();
    });
  } catch (error) {
    bootLog.fatal({ err: error }, error instanceof ConfigError ? error.message : "cannot start");
    process.exit(1);
  }
};

/** A function that stands on a store. Refuses to start without one; `token`: or without a token. */
export const runFunction = (
  name: string,
  token: boolean,
  start: Start<Doors & { readonly store: Store }>,
): Promise<void> =>
  run(name, { token, store: true }, async (doors) => {
    const store = openMongoStore(doors.config.mongodbUri ?? "");
    return { store, running: await start({ ...doors, store }) };
  });

/** A function without a store. */
export const runPlainFunction = (name: string, start: Start<Doors>): Promise<void> =>
  run(name, { token: false, store: false }, async (doors) => ({ running: await start(doors) }));
