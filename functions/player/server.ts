import { join } from "node:path";
import { runPlainFunction } from "../core/http/run.ts";
import { startPlayer } from "./app.ts";

await runPlainFunction("player", ({ log }) =>
  startPlayer({ log, folder: join(import.meta.dirname, "client") }),
);
