/** `npm run bench [name ...]`: figures as ratios to a baseline that ran in the same minute. */
import { checkFfmpeg } from "../../functions/core/audio/ffmpeg/program.ts";
import { aacCoders } from "./coders.ts";
import { coldCache } from "./cold-cache.ts";
import { coldStarts } from "./cold-start.ts";
import { firstSegment } from "./first-segment.ts";
import { gaps } from "./gaps.ts";
import { ladderTime } from "./ladder.ts";
import { thousandListeners } from "./listeners.ts";
import { listening } from "./listening.ts";
import { makeMaterial, type Material } from "./material.ts";
import { type Figure, show } from "./measure.ts";
import { uploadMemory } from "./memory.ts";
import { songsAtOnce } from "./songs-at-once.ts";
import { tusTime } from "./tus-time.ts";
import { bytesWritten } from "./written.ts";
import { replicaFigures } from "./replicas.ts";
import { storedOverhead } from "./overhead.ts";
import { longListScrolling } from "./scrolling.ts";
import { searches, searchesOfMillion } from "./search.ts";
import { segmentRequests } from "./segments.ts";
import { scriptWeight } from "./weight.ts";

const benches: Readonly<Record<string, (material: Material) => Promise<Figure[]>>> = {
  segments: segmentRequests,
  "cold-cache": coldCache,
  listeners: thousandListeners,
  ladder: ladderTime,
  "first-segment": firstSegment,
  "cold-start": coldStarts,
  replicas: replicaFigures,
  memory: uploadMemory,
  overhead: storedOverhead,
  coders: aacCoders,
  "songs-at-once": songsAtOnce,
  written: bytesWritten,
  tus: tusTime,
  weight: scriptWeight,
  scrolling: longListScrolling,
  search: searches,
  "search-million": searchesOfMillion,
  listening,
  gaps,
};

const wanted = process.argv.slice(2);
const names = wanted.length > 0 ? wanted : Object.keys(benches);
const unknown = names.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(
    `No such benchmark: ${unknown.join(", ")}. There are: ${Object.keys(benches).join(", ")}.`,
  );
  process.exit(2);
}

await checkFfmpeg();
const material = await makeMaterial();
try {
  for (const name of names)
    for (const figure of (await benches[name]?.(material)) ?? []) console.log(`\n${show(figure)}`);
} finally {
  await material.remove();
}
