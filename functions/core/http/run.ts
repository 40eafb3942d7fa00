/** The life of a function's process, as OpenFaaS leads it. */
import type { RequestListener } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Config, ConfigError, readConfig } from "../config.ts";
import { createLeaving } from "./leaving.ts";
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

/** `close` is for what the function stands on, after its last answer. */
type Started = {
  readonly running: RunningFunction;
  /** Whether requests have bodies that are read. */
  readonly takesBodies?: boolean;
  close?(): Promise<void>;
};
type Start = (doors: { readonly config: Config; readonly log: Log }) => Promise<Started> | Started;

/** ms: work and requests that take longer are cut off when the process has to end. */
const patience = 20_000;
/** 128 + SIGTERM: of-watchdog ends with a process that ends with an error, and lingers with one that does not. */
const endedBySignal = 143;

/** Throws ConfigError: only `npm start`, on loopback, goes without a token. */
export const requireToken = ({ tokens }: Config): void => {
  if (tokens.length === 0)
    throw new ConfigError(
      "No token. Make one (head -c 24 /dev/urandom | base64) and set it as the secret segue-token.",
    );
};

/** Throws ConfigError: replicas of crud and streaming have to have the same. */
export const requireSigningKey = ({ isPrivate, signing }: Config): void => {
  if (isPrivate && signing.keys.length === 0)
    throw new ConfigError(
      "SEGUE_PRIVATE needs a key. Make one (head -c 33 /dev/urandom | base64) and set it as the secret segue-signing-key.",
    );
};

/** The address of MongoDB: replicas share no disk. Throws ConfigError. */
export const requireMongo = ({ mongodbUri }: Config): string => {
  if (mongodbUri === undefined)
    throw new ConfigError(
      "No MongoDB. Set its address as the secret segue-mongodb: mongodb://user:password@host/segue",
    );
  return mongodbUri;
};

/** Starts a function, or ends the process with a reason in the log. */
export const runFunction = async (name: string, start: Start): Promise<void> => {
  const bootLog = createLog("info", name);
  try {
    const config = readConfig(process.env);
    const log = createLog(config.logLevel, name);
    const { running, takesBodies = false, close: closeRest } = await start({ config, log });
    const leaving = createLeaving(running.listener);
    const server = await listen(leaving.listener, { ...config, takesBodies });
    log.info({ port: portOf(server) }, "listening");

    const end = async (): Promise<void> => {
      leaving.begin();
      const deadline = Date.now() + patience;
      await Promise.race([running.stop(), sleep(patience)]);
      const isBusy = (): boolean => leaving.isExpecting() || running.open() > 0;
      await close(server, isBusy, deadline - Date.now());
      await closeRest?.();
      process.exit(endedBySignal);
    };
    process.once("SIGTERM", () => {
      log.info("ending");
      void end();
    });
  } catch (error) {
    bootLog.fatal({ err: error }, error instanceof ConfigError ? error.message : "cannot start");
    process.exit(1);
  }
};
