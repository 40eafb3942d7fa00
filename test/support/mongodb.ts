/**
 * A MongoDB for the tests, in this order: the one at MONGODB_URI; MongoDB's own server, where it can be
 * downloaded; a stand-in that speaks its protocol. Says which one it is.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

export type MongoServer = {
  readonly name: string;
  /** Names no database. */
  readonly uri: string;
  stop(): Promise<void>;
};

const root = join(import.meta.dirname, "../..");
const cache = join(root, "node_modules/.cache/segue");
const jars = join(cache, "stand-in");
const source = join(import.meta.dirname, "stand-in/StandIn.java");

const given = (uri: string): MongoServer => ({
  name: "the server at MONGODB_URI",
  uri,
  stop: async () => {},
});

const day = 24 * 60 * 60 * 1000;

const reaches = (host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port: 443, timeout: 1_500 });
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", end(true)).once("timeout", end(false)).once("error", end(false));
  });

/** Asking takes seconds where there is no network: the answer is kept for a day. */
const canDownload = async (): Promise<boolean> => {
  const note = join(cache, "mongod-can-be-downloaded");
  if (existsSync(note) && Date.now() - statSync(note).mtimeMs < day)
    return readFileSync(note, "utf8") === "yes";
  const answer = await reaches("fastdl.mongodb.org");
  mkdirSync(dirname(note), { recursive: true });
  writeFileSync(note, answer ? "yes" : "no");
  return answer;
};

const downloaded = async (): Promise<MongoServer | undefined> => {
  if (!(await canDownload())) return undefined;
  const { MongoMemoryServer } = await import("mongodb-memory-server-core");
  const server = await MongoMemoryServer.create();
  return {
    name: "MongoDB, by mongodb-memory-server",
    uri: server.getUri(),
    stop: async () => void (await server.stop()),
  };
};

const standIn = async (): Promise<MongoServer | undefined> => {
  if (!existsSync(jars)) return undefined;
  const java = spawn(
    "java",
    ["-Xmx2g", "-Dio.netty.eventLoopThreads=1", "-cp", join(jars, "*"), source],
    {
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  const ended = new Promise<void>((resolve) => java.once("close", () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    java.once("error", reject);
    java.once("exit", (code) => reject(new Error(`The stand-in for MongoDB ended with ${code}.`)));
    createInterface(java.stdout).once("line", (line) => resolve(Number(line.split(" ")[1])));
  });
  return {
    name: "mongo-java-server, a stand-in that speaks MongoDB's protocol",
    uri: `mongodb://127.0.0.1:${port}/?retryWrites=false`,
    async stop() {
      java.stdin.end();
      await ended;
    },
  };
};

/** Undefined where none can be had. */
export const startMongo = async (): Promise<MongoServer | undefined> => {
  const uri = process.env["MONGODB_URI"];
  return uri ? given(uri) : ((await downloaded()) ?? (await standIn()));
};

/** The same server, another database. */
export const database = (uri: string, name: string): string =>
  uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)\/?[^?]*/, `$1/${name}`);
