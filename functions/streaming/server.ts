import { runFunction } from "../core/http/run.ts";
import { startStreaming } from "./app.ts";

await runFunction("streaming", false, ({ config, log, store }) =>
  startStreaming({ store, log, cacheBytes: config.cacheBytes }),
);
