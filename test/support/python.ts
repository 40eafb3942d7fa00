/** Programs of Python's that set-up fetches, where they could be had. */
import { existsSync, globSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../node_modules/.cache/segue/python");
const program = join(folder, "bin/schemathesis");

/** Asks an API what its own description says of it. */
export const schemathesis = existsSync(program) ? program : undefined;

/** ffmpeg's newest release, beside the system's. */
export const newestFfmpeg = globSync(
  join(folder, "lib/python3.*/site-packages/imageio_ffmpeg/binaries/ffmpeg-linux-*"),
)[0];
