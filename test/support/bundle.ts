/** Functions as their images have them: bundled by the Dockerfile's own line, behind of-watchdog with its settings. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export type FunctionName = "crud" | "streaming" | "player";

const root = join(import.meta.dirname, "../..");
export const dockerfile = readFileSync(join(root, "docker/Dockerfile"), "utf8");

export const isOnPath = (program: string): boolean =>
  (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));

/** What `ENV` says in the Dockerfile. */
const imageSettings = (): Record<string, string> => {
  const lines = /^ENV (?<lines>(?:.*\\\n)*.*)$/m.exec(dockerfile)?.groups?.["lines"] ?? "";
  const settings = [...lines.matchAll(/(\w+)=(?:"([^"]*)"|(\S+))/g)];
  return Object.fromEntries(
    settings.map(([, name = "", quoted, plain]) => [name, quoted ?? plain ?? ""]),
  );
};

/** Makes the files that the image has at /app; returns their folder. */
export const bundle = async (name: FunctionName, folder: string): Promise<string> => {
  const app = join(folder, name);
  const options = /npx rolldown "[^"]+" (.*) --dir/.exec(dockerfile)?.[1]?.split(" ") ?? [];
  const rolldown = join(root, "node_modules/.bin/rolldown");
  const entry = join(root, "functions", name, "server.ts");
  await mkdir(app, { recursive: true });
  execFileSync(rolldown, [entry, ...options, "--dir", app], { cwd: root, stdio: "ignore" });
  await writeFile(join(app, "package.json"), '{"type":"module"}');
  if (name === "player")
    await cp(join(root, "client/dist"), join(app, "client"), { recursive: true });
  if (name === "crud") await symlink(join(root, "node_modules"), join(app, "node_modules"));
  return app;
};

const portAt = async (wanted: number): Promise<number> => {
  const server = createServer().listen(wanted, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
};

/** Where every watchdog has its metrics: one at a time runs on a machine. */
const metricsPort = 8081;

const untilAlone = async (): Promise<void> => {
  const isTaken = () =>
    portAt(metricsPort).then(
      () => false,
      () => true,
    );
  while (await isTaken()) await pause(100);
};

export type Watched = {
  readonly url: string;
  /** SIGTERM; gives the exit code of the watchdog. */
  stop(): Promise<number | null>;
};

/** The function behind the watchdog, once it is ready. Stop it before another is started. */
export const startWatched = async (
  app: string,
  env: Readonly<Record<string, string>>,
): Promise<Watched> => {
  await untilAlone();
  const [port, node] = await Promise.all([portAt(0), portAt(0)]);
  const child = spawn("fwatchdog", [], {
    cwd: app,
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
  };
};
