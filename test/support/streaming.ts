/** The streaming function alone, in this process, on a store of its own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog } from "../../functions/core/http/log.ts";
import { close, listen, portOf } from "../../functions/core/http/server.ts";
import { openSqliteStore } from "../../functions/core/store/sqlite.ts";
import type { Store } from "../../functions/core/store/store.ts";
import { startStreaming } from "../../functions/streaming/app.ts";

export type Streaming = { readonly url: string; readonly store: Store; stop(): Promise<void> };

type Options = Partial<Omit<Parameters<typeof startStreaming>[0], "store">> & {
  /** Shared with others: its owner closes it. */
  readonly store?: Store;
};

const ownStore = async () => {
  const folder = await mkdtemp(join(tmpdir(), "segue-streaming-"));
  const store = openSqliteStore(folder);
  const remove = async (): Promise<void> => {
    await store.close();
    await rm(folder, { recursive: true });
  };
  return { store, remove };
};

export const serveChunks = async ({
  store: given,
  ...options
}: Options = {}): Promise<Streaming> => {
  const { store, remove } = given ? { store: given, remove: async () => {} } : await ownStore();
  const running = startStreaming({
    store,
    log: createLog("silent", "test"),
    cacheBytes: 64 * 1024 * 1024,
    crowd: { waiting: 256, unreadBytes: 64 * 1024 * 1024, unreadFor: 30_000 },
    origins: "*",
    isPrivate: false,
    signing: { keys: [] },
    ...options,
  });
  const server = await listen(running.listener, { port: 0, host: "127.0.0.1" });
  return {
    url: `http://127.0.0.1:${portOf(server)}/`,
    store,
    async stop() {
      await running.stop();
      await close(server, () => running.open() > 0, 1_000);
      await remove();
    },
  };
};
