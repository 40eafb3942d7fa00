/** The three functions in this process, each at an address of its own as in its container, on one library. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pino } from "pino";
import { readConfig } from "../../functions/core/config.ts";
import type { RunningFunction } from "../../functions/core/http/run.ts";
import { close, listen, portOf } from "../../functions/core/http/server.ts";
import { openSqliteStore } from "../../functions/core/store/sqlite.ts";
import { startCrud } from "../../functions/crud/app.ts";
import { startPlayer } from "../../functions/player/app.ts";
import { startStreaming } from "../../functions/streaming/app.ts";

const token = "a-token-for-the-tests";

export type Functions = {
  readonly token: string;
  /** Addresses, as a gateway wants them. */
  readonly replicas: (name: string) => readonly string[];
  readonly log: readonly Record<string, unknown>[];
  stop(): Promise<void>;
};

const serve = async (running: RunningFunction) => {
  const server = await listen(running.listener, { port: 0, host: "127.0.0.1" });
  const stop = async (): Promise<void> => {
    await running.stop();
    await close(server, () => running.open() > 0, 1_000);
  };
  return { url: `http://127.0.0.1:${portOf(server)}`, stop };
};

export const serveFunctions = async (): Promise<Functions> => {
  const folder = await mkdtemp(join(tmpdir(), "segue-functions-"));
  const store = openSqliteStore(folder);
  const lines: Record<string, unknown>[] = [];
  const write = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)) as Record<string, unknown>);
      done();
    },
  });
  const log = pino({ level: "debug" }, write);
  const config = readConfig({ SEGUE_TOKEN: token, DATA_DIR: folder });
  const served = {
    crud: await serve(startCrud({ store, log, config })),
    streaming: await serve(startStreaming({ store, log, ...config })),
    player: await serve(
      startPlayer({ log, folder: join(import.meta.dirname, "../../client/dist") }),
    ),
  };
  const urls = new Map(Object.entries(served).map(([name, { url }]) => [name, [url]]));
  return {
    token,
    replicas: (name) => urls.get(name) ?? [],
    log: lines,
    async stop() {
      await Promise.all(Object.values(served).map((one) => one.stop()));
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
};
