/** The streaming function in a process of its own, as it is deployed but for its store, which is SQLite. */
import { runFunction } from "../../../functions/core/http/run.ts";
import { openSqliteStore } from "../../../functions/core/store/sqlite.ts";
import { startStreaming } from "../../../functions/streaming/app.ts";

await runFunction("streaming", ({ config, log }) => {
  const store = openSqliteStore(config.dataDir);
  const running = startStreaming({ store, log, ...config });
  return { running, close: () => store.close() };
});
