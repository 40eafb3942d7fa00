import { checkFfmpeg, useFfmpeg } from "../core/audio/ffmpeg/program.ts";
import { requireMongo, requireSigningKey, requireToken, runFunction } from "../core/http/run.ts";
import { openMongoStore, prepareMongo } from "../core/store/mongo.ts";
import { startCrud } from "./app.ts";

void runFunction("crud", async ({ config, log }) => {
  requireToken(config);
  requireSigningKey(config);
  const uri = requireMongo(config);
  useFfmpeg(config.ffmpegPath);
  await Promise.all([checkFfmpeg(), prepareMongo(uri)]);
  const store = openMongoStore(uri);
  const running = startCrud({ config, log, store });
  return { running, takesBodies: true, close: () => store.close() };
});
