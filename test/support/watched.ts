/** Functions behind of-watchdog, with the settings of their image. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { imageSettings } from "./bundle.ts";

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
};

/** Every watchdog has its metrics at port 8081: one at a time runs on a machine, whoever else starts them. */
export const takeTurn = async (): Promise<() => void> => {
  for (;;) {
    const turn = createServer().listen("\0segue-watchdog");
    const taken = await once(turn, "listening").then(
      () => true,
      () => false,
    );
    if (taken) return () => void turn.close();
    await pause(100);
  }
};

export type Watched = {
  readonly url: string;
  /** SIGTERM; gives the exit code of the watchdog. */
  stop(): Promise<number | null>;
  /** Ends watchdog and function at once. */
  kill(): Promise<void>;
};

/** The function behind the watchdog, once it is ready. Stop it before another is started. */
export const startWatched = async (
  app: string,
  env: Readonly<Record<string, string>>,
): Promise<Watched> => {
  const endTurn = await takeTurn();
  const [port, node] = await Promise.all([freePort(), freePort()]);
  const child = spawn("fwatchdog", [], {
    cwd: app,
    // A group of its own, so that the function can be ended with it.
    detached: true,
    env: {
      PATH: process.env["PATH"],
      ...imageSettings(),
      port: `${port}`,
      PORT: `${node}`,
      upstream_url: `http://127.0.0.1:${node}`,
      fprocess: `${process.execPath} ${join(app, "server.js")}`,
      ...env,
    },
    stdio: "ignore",
  });
  const ended = once(child, "exit") as Promise<[number | null]>;
  void ended.then(endTurn);
  const url = `http://127.0.0.1:${port}`;
  const isReady = async (): Promise<boolean> => {
    if (child.exitCode !== null) throw new Error(`The watchdog ended with ${child.exitCode}.`);
    return fetch(`${url}/_/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  };
  while (!(await isReady())) await pause(50);
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      return (await ended)[0];
    },
    async kill() {
      process.kill(-(child.pid ?? 0), "SIGKILL");
      await ended;
    },
  };
};
