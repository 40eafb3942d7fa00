import { checkFfmpeg, useFfmpeg } from "../core/audio/ffmpeg.ts";
import { runFunction } from "../core/http/run.ts";
import { prepareMongo } from "../core/store/mongo.ts";
import { startCrud } from "./app.ts";

await runFunction("crud", true, async ({ config, log, store }) => {
  useFfmpeg(config.ffmpegPath);
  await Promise.all([checkFfmpeg(), prepareMongo(config.mongodbUri ?? "")]);
  return startCrud({ config, log, store });
});
