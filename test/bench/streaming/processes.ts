/** Servers of segments, each a process of its own that is told where to look and says its port. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

export type Running = { readonly url: string; readonly pid: number; stop(): Promise<void> };

type Environment = Readonly<Record<string, string>>;

/** Its log's first line with a port says that it listens. */
const start = async (args: readonly string[], env: Environment): Promise<Running> => {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, HOST: "127.0.0.1", PORT: "0", LOG_LEVEL: "info", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = once(child, "exit");
  const port = await new Promise<number>((resolve, reject) => {
    createInterface(child.stderr).on("line", (line) => {
      const { port: found } = JSON.parse(line) as { port?: number };
      if (found !== undefined) resolve(found);
    });
    child.once("exit", (code) => reject(new Error(`A server ended with ${code}.`)));
  });
  return {
    url: `http://127.0.0.1:${port}/`,
    pid: child.pid ?? 0,
    async stop() {
      child.kill("SIGKILL");
      await ended;
    },
  };
};

const streaming = join(import.meta.dirname, "function.ts");

/** The streaming function on the library in the folder. */
export const startAlone = (folder: string, env: Environment = {}): Promise<Running> =>
  start([streaming], { DATA_DIR: folder, ...env });
/** The function as its image has it, on MongoDB. `app`: what was bundled. */
export const startBundled = (app: string, env: Environment): Promise<Running> =>
  start([join(app, "server.js")], env);

const fileServer = `
  const { createServer } = require("node:http");
  const { readFile } = require("node:fs/promises");
  const { basename, join } = require("node:path");
  const headers = JSON.parse(process.env.HEADERS);
  const server = createServer({ keepAliveTimeout: 75000 }, async (request, response) =>
    response.writeHead(200, headers).end(await readFile(join(process.env.FOLDER, basename(request.url)))));
  server.listen(0, "127.0.0.1", () => console.error(JSON.stringify({ port: server.address().port })));
`;

/** node:http that reads a file of the folder for each request. */
export const startFiles = (folder: string, headers: Environment): Promise<Running> =>
  start(["-e", fileServer], { FOLDER: folder, HEADERS: JSON.stringify(headers) });

const bareServer = `
  const { createServer } = require("node:http");
  const body = require("node:fs").readFileSync(process.env.BODY);
  const headers = JSON.parse(process.env.HEADERS);
  const server = createServer({ keepAliveTimeout: 75000 }, (request, response) => response.writeHead(200, headers).end(body));
  server.listen(0, "127.0.0.1", () => console.error(JSON.stringify({ port: server.address().port })));
`;

/** node:http with the file's bytes in memory, and nothing else. */
export const startBare = (file: string, headers: Environment): Promise<Running> =>
  start(["-e", bareServer], { BODY: file, HEADERS: JSON.stringify(headers) });
