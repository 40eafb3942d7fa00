/** Segue in processes of its own, as `npm start` runs it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Song } from "../../api-client/contract.ts";

const root = join(import.meta.dirname, "../..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  scripts: { start: string };
};
/** As `npm start` has them. */
const startArguments = manifest.scripts.start.split(" ").slice(1);

export type Server = {
  readonly url: string;
  /** Address of a path of crud, as `songs?limit=1`. */
  crud(path: string): string;
  /** Address of something in a song, as `main.m3u8`. */
  stream(song: Pick<Song, "id">, name: string): string;
  readonly pid: number;
  readonly dataDir: string;
  /** With which a private library is read, and added to. */
  readonly headers: Readonly<Record<string, string>>;
  /** What it has logged so far. */
  readonly log: readonly Record<string, unknown>[];
  /** Ctrl-C; gives the exit code. */
  stop(): Promise<number | null>;
  /** kill -9. */
  kill(): Promise<void>;
};

type Options = {
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
};

export const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

const addressIn = async (child: ChildProcess): Promise<string> => {
  if (!child.stdout) throw new Error("The server has no output.");
  for await (const line of createInterface(child.stdout)) {
    const address = /http:\/\/\S+?(?=\/$)/.exec(line.trim())?.[0];
    if (address !== undefined) return address.replace("localhost", "127.0.0.1");
  }
  throw new Error("The server ended before it said where it is.");
};

const followLog = (child: ChildProcess, log: Record<string, unknown>[]): void => {
  if (!child.stderr) return;
  createInterface(child.stderr).on("line", (line) => {
    log.push(line.startsWith("{") ? (JSON.parse(line) as Record<string, unknown>) : { line });
  });
};

export const startServer = async ({ dataDir, env = {} }: Options = {}): Promise<Server> => {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), "segue-test-")));
  const { MONGODB_URI: _, SEGUE_TOKEN: __, ...inherited } = process.env;
  const child = spawn(process.execPath, startArguments, {
    cwd: root,
    env: { ...inherited, PORT: "0", DATA_DIR: folder, LOG_LEVEL: "info", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close");
  const log: Record<string, unknown>[] = [];
  followLog(child, log);
  const url = await addressIn(child).catch((error: Error) => {
    throw new Error(`${error.message}\n${log.map((line) => JSON.stringify(line)).join("\n")}`);
  });
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    const [code] = (await ended) as [number | null];
    if (dataDir === undefined) await rm(folder, { recursive: true, force: true });
    return code;
  };
  return {
    url,
    crud: (path) => `${url}/function/crud/${path}`,
    stream: ({ id }, name) => `${url}/function/streaming/${id}/${name}`,
    pid: child.pid ?? 0,
    dataDir: folder,
    headers: env["SEGUE_PRIVATE"] === "true" ? bearer(env["SEGUE_TOKEN"] ?? "") : {},
    log,
    stop: () => end("SIGINT"),
    kill: async () => void (await end("SIGKILL")),
  };
};

type UploadOptions = {
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
};

export const post = (
  server: Server,
  body: BodyInit | AsyncIterable<Uint8Array>,
  { query = {}, headers = {}, signal }: UploadOptions = {},
): Promise<Response> =>
  fetch(server.crud(`songs?${new URLSearchParams(query)}`), {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream", ...server.headers, ...headers },
    body: body as BodyInit,
    duplex: "half",
    ...(signal && { signal }),
  } as RequestInit);

/** Uploads a song that is taken. */
export const upload = async (
  server: Server,
  body: Uint8Array,
  options: UploadOptions = {},
): Promise<Song> => {
  const response = await post(server, body as Uint8Array<ArrayBuffer>, options);
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Song;
};

export const getSong = async (server: Server, id: string): Promise<Song> => {
  const response = await fetch(server.crud(`songs/${id}`), { headers: server.headers });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Song;
};

/** Follows the server's own changes until the song is as wanted. */
export const until = async (
  server: Server,
  id: string,
  wanted: (song: Song) => boolean,
): Promise<Song> => {
  let cursor = "";
  for (;;) {
    const query = cursor ? `?after=${cursor}&wait=5` : "";
    const changes = await fetch(server.crud(`changes${query}`), { headers: server.headers });
    cursor = ((await changes.json()) as { cursor: string }).cursor;
    const song = await getSong(server, id);
    if (wanted(song)) return song;
  }
};

export const isDone = ({ state }: Song): boolean => state === "ready" || state === "failed";

/** Uploads a song and waits until it is ready or has failed. */
export const ingest = async (
  server: Server,
  body: Uint8Array,
  options: UploadOptions = {},
): Promise<Song> => until(server, (await upload(server, body, options)).id, isDone);
