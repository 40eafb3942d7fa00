import { requireMongo, requireSigningKey, runFunction } from "../core/http/run.ts";
import { openMongoStore } from "../core/store/mongo.ts";
import { startStreaming } from "./app.ts";

void runFunction("streaming", ({ config, log }) => {
  requireSigningKey(config);
  const store = openMongoStore(requireMongo(config));
  const running = startStreaming({ store, log, ...config });
  return { running, close: () => store.close() };
});
