import { join } from "node:path";
import { runFunction } from "../core/http/run.ts";
import { startPlayer } from "./app.ts";

/** Where the image has what Vite built. */
const folder = join(import.meta.dirname, "client");

void runFunction("player", ({ log }) => ({ running: startPlayer({ log, folder }) }));
