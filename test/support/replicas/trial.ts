/** The functions in replicas, under listeners and uploads, while something is done to them. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { SegueClient } from "../../../api-client/node.ts";
import { newId } from "../../../functions/core/song/ids.ts";
import { bundle } from "../bundle.ts";
import { database } from "../mongodb.ts";
import { startOpenFaas } from "../openfaas.ts";
import { type Proxy, startProxy } from "../proxy.ts";
import { made } from "../sound.ts";
import { startListeners } from "./listeners.ts";
import { type Pool, startPool } from "./pool.ts";

const token = "a-token-for-the-tests";
/** ms for which the client tries again. */
const retryFor = 60_000;

export type Stage = {
  readonly crud: Pool;
  readonly streaming: Pool;
  /** Between them and their database. */
  readonly store: Proxy;
  /** Whether the uploads are still on their way. */
  readonly isBusy: () => boolean;
};

type Options = {
  readonly mongodbUri: string;
  /** Of each function. */
  readonly replicas: number;
  readonly listeners: number;
  /** ms between two segments of a listener. */
  readonly pace: number;
  readonly uploads: number;
  /** Bytes per second that all uploads together get through. */
  readonly rate: number;
  readonly trouble: (stage: Stage) => Promise<void>;
};

export type Outcome = {
  readonly served: number;
  readonly retries: readonly string[];
  readonly failures: readonly string[];
  /** Of the uploads: those whose file came back as it was, and whose song was ready. */
  readonly whole: number;
};

/** Large enough to go in pieces, and soon prepared. */
const manyBytes = "-f lavfi -i anoisesrc=d=8:r=96000";

const untilReady = async (segue: SegueClient, id: string): Promise<void> => {
  for (;;) {
    const song = await segue.get(id);
    if (song?.state === "ready") return;
    if (song?.state !== "uploading" && song?.state !== "processing")
      throw new Error(`${id} is ${song?.state ?? "gone"}: ${song?.reason?.title ?? "?"}`);
    await pause(250);
  }
};

export const trial = async (options: Options): Promise<Outcome> => {
  const folder = await mkdtemp(join(tmpdir(), "segue-replicas-"));
  const uri = new URL(database(options.mongodbUri, `segue-replicas-${newId()}`));
  const store = await startProxy({ host: uri.hostname, port: Number(uri.port) });
  uri.port = String(store.port);
  const env = { MONGODB_URI: uri.href, SEGUE_TOKEN: token, SEGUE_ENCODINGS: "1" };
  const start = async (name: "crud" | "streaming"): Promise<Pool> =>
    startPool(await bundle(name, folder), env, options.replicas);
  const crud = await start("crud");
  const streaming = await start("streaming");
  const gateway = await startOpenFaas({
    replicas: (name) => (name === "crud" ? crud : streaming).urls(),
  });
  const segue = new SegueClient({ url: `${gateway.url}crud/`, token, retryFor });
  const slow = await startProxy(
    { host: "127.0.0.1", port: Number(new URL(gateway.url).port) },
    { rate: options.rate / options.uploads },
  );
  const uploader = new SegueClient({
    url: gateway.url.replace(/:\d+/, `:${slow.port}`) + "crud/",
    token,
    retryFor,
  });

  const upload = async (seed: number): Promise<boolean> => {
    const bytes = await made(`${manyBytes}:seed=${seed} -ac 2 -c:a pcm_s24le`, "wav");
    const file = join(folder, `${seed}.wav`);
    await writeFile(file, bytes);
    const { id } = await uploader.insert(file);
    await untilReady(segue, id);
    const original = await segue.original(id);
    return Buffer.from(await new Response(original.body).arrayBuffer()).equals(bytes);
  };

  try {
    const heard = join(folder, "heard.flac");
    await writeFile(heard, await made("-f lavfi -i sine=440:d=40:r=44100 -ac 2", "flac"));
    const { id } = await segue.insert(heard);
    await untilReady(segue, id);
    const song = await segue.get(id);
    if (!song) throw new Error("The song to be heard is gone.");
    const main = new URL("main.m3u8", segue.streamingUrl(song)).href;
    const listeners = await startListeners({ main, count: options.listeners, pace: options.pace });

    let busy = true;
    const seeds = Array.from({ length: options.uploads }, (_, n) => n + 1);
    const uploads = Promise.all(seeds.map(upload)).finally(() => (busy = false));
    const [whole] = await Promise.all([
      uploads,
      options.trouble({ crud, streaming, store, isBusy: () => busy }),
    ]);
    await listeners.stop();
    return {
      served: listeners.served(),
      retries: listeners.retries(),
      failures: listeners.failures(),
      whole: whole.filter(Boolean).length,
    };
  } finally {
    await Promise.all([crud.close(), streaming.close(), gateway.close(), slow.close()]);
    await store.close();
    await rm(folder, { recursive: true });
  }
};
