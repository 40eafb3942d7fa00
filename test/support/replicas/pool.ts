/** Replicas of one function: processes that come and go behind a gateway, as an orchestrator has them. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

export type Pool = {
  /** Addresses of those that are ready. */
  readonly urls: () => readonly string[];
  /** One after the other is replaced: the new one is ready before the old one is told to end. */
  roll(): Promise<void>;
  /** kill -9 of one of them; another takes its place. `choose`: 0 to 1. */
  kill(choose: number): Promise<void>;
  close(): Promise<void>;
};

type Replica = {
  readonly child: ChildProcess;
  readonly url: string;
  readonly ended: Promise<unknown>;
};

/** ms between two looks whether a replica is ready, as a gateway's prober has them. */
const look = 100;

const portOf = async (child: ChildProcess): Promise<number> => {
  if (!child.stderr) throw new Error("The replica has no log.");
  for await (const line of createInterface(child.stderr)) {
    const { port } = JSON.parse(line) as { port?: number };
    if (port !== undefined) return port;
  }
  throw new Error("The replica ended before it listened.");
};

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

const startReplica = async (
  app: string,
  env: Readonly<Record<string, string>>,
): Promise<Replica> => {
  const child = spawn(process.execPath, [join(app, "server.js")], {
    env: { PATH: process.env["PATH"], HOST: "127.0.0.1", PORT: "0", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = once(child, "exit");
  const url = `http://127.0.0.1:${await portOf(child)}`;
  child.stderr?.resume();
  while (!(await isReady(url))) await pause(look);
  return { child, url, ended };
};

export const startPool = async (
  app: string,
  env: Readonly<Record<string, string>>,
  count: number,
): Promise<Pool> => {
  const start = () => startReplica(app, env);
  const replicas = await Promise.all(Array.from({ length: count }, start));

  const drop = (replica: Replica): void => {
    if (replicas.includes(replica)) replicas.splice(replicas.indexOf(replica), 1);
  };

  const end = async (replica: Replica): Promise<void> => {
    replica.child.kill("SIGTERM");
    while (await isReady(replica.url)) await pause(look);
    drop(replica);
    await replica.ended;
  };

  return {
    urls: () => replicas.map(({ url }) => url),
    async roll() {
      for (const old of replicas.slice()) {
        replicas.push(await start());
        await end(old);
      }
    },
    async kill(choose) {
      const victim = replicas[Math.floor(choose * replicas.length)];
      if (!victim) return;
      victim.child.kill("SIGKILL");
      await victim.ended;
      drop(victim);
      replicas.push(await start());
    },
    async close() {
      for (const { child } of replicas) child.kill("SIGKILL");
      await Promise.all(replicas.map(({ ended }) => ended));
    },
  };
};
