/** The three functions on one database, each behind the watchdog when it is its turn. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import type { Song } from "../../api-client/contract.ts";
import { newId } from "../../functions/core/song/ids.ts";
import { bundle, type FunctionName, isOnPath } from "./bundle.ts";
import { database } from "./mongodb.ts";
import { type Proxy, startProxy } from "./proxy.ts";
import { made } from "./sound.ts";
import { startWatched, type Watched } from "./watched.ts";

export const names: readonly FunctionName[] = ["crud", "streaming", "player"];
export const token = "a-token-for-the-tests";

export const canWatch = (mongodbUri: string | undefined): boolean =>
  isOnPath("fwatchdog") && mongodbUri !== undefined;

type Settings = Readonly<Record<string, string>>;

export type BehindWatchdog = {
  /** Between the functions and their database. */
  readonly line: Proxy;
  start(name: FunctionName, settings?: Settings): Promise<Watched>;
  /** Starts it, and ends it however its use ends. */
  use<T>(
    name: FunctionName,
    use: (watched: Watched) => Promise<T>,
    settings?: Settings,
  ): Promise<T>;
  close(): Promise<void>;
};

export const openBehindWatchdog = async (mongodbUri = ""): Promise<BehindWatchdog> => {
  const folder = await mkdtemp(join(tmpdir(), "segue-watchdog-"));
  const uri = new URL(database(mongodbUri, `segue-watchdog-${newId()}`));
  const line = await startProxy({ host: uri.hostname, port: Number(uri.port) });
  uri.port = String(line.port);
  const env = { SEGUE_TOKEN: token, MONGODB_URI: uri.href };
  const apps = new Map<FunctionName, Promise<string>>();
  const appOf = (name: FunctionName): Promise<string> => {
    const app = apps.get(name) ?? bundle(name, folder);
    apps.set(name, app);
    return app;
  };
  const start: BehindWatchdog["start"] = async (name, settings = {}) =>
    startWatched(await appOf(name), { ...env, ...settings });
  return {
    line,
    start,
    async use(name, use, settings) {
      const watched = await start(name, settings);
      try {
        return await use(watched);
      } finally {
        await watched.kill();
      }
    },
    async close() {
      await line.close();
      await rm(folder, { recursive: true });
    },
  };
};

type Body = Uint8Array | AsyncIterable<Uint8Array>;

export const uploadTo = (
  { url }: Pick<Watched, "url">,
  body: Body,
  { signal, ...headers }: { readonly signal?: AbortSignal; readonly Authorization?: string } = {},
): Promise<Response> =>
  fetch(`${url}/songs`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/octet-stream",
      ...headers,
    },
    body: body as BodyInit,
    duplex: "half",
    ...(signal && { signal }),
  } as RequestInit);

export const songIn = async ({ url }: Pick<Watched, "url">, id: string): Promise<Song> =>
  (await (await fetch(`${url}/songs/${id}`)).json()) as Song;

export const aSongIn = async (crud: Pick<Watched, "url">): Promise<Song> => {
  const wav = await made("-f lavfi -i sine=440:d=20:r=44100 -ac 2", "wav");
  const { id } = (await (await uploadTo(crud, wav)).json()) as Song;
  const isReady = async () => (await songIn(crud, id)).state === "ready";
  await vi.waitUntil(isReady, { timeout: 60_000 });
  return songIn(crud, id);
};
