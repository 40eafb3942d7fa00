/** Chunks over HTTP. Knows nothing of music: a name goes in, bytes come out. */
import type { RequestHandler } from "express";
import { createApp } from "../core/http/app.ts";
import { createReaders, letRead, type Origins } from "../core/http/cors.ts";
import type { Log } from "../core/http/log.ts";
import type { Crowd } from "../core/limits.ts";
import { createMetrics } from "../core/http/metrics.ts";
import { onlyMethods } from "../core/http/problems.ts";
import type { RunningFunction } from "../core/http/run.ts";
import { createVerifier, type OpenPath, type Signing } from "../core/http/signed-paths.ts";
import { Problem } from "../core/problem.ts";
import { createCircuit } from "../core/store/circuit.ts";
import { wrapCalls } from "../core/store/errors.ts";
import { meteredStore } from "../core/store/metered.ts";
import type { Store } from "../core/store/store.ts";
import { answerTo, send } from "./answer.ts";
import { createChunks } from "./chunks.ts";
import { createCrowd } from "./crowd.ts";
import { addFigures } from "./figures.ts";
import { createHotPath, pathOf } from "./hot-path.ts";
import { createSampling } from "./sampling.ts";
import { createUnread } from "./unread.ts";

type Options = {
  readonly store: Store;
  readonly log: Log;
  readonly cacheBytes: number;
  readonly crowd: Crowd;
  readonly origins: Origins;
  readonly isPrivate: boolean;
  readonly signing: Pick<Signing, "keys">;
};

/** ms. A chunk is found in a few; sound has run out before one that takes longer than this is there. */
const storeTimes = { deadline: 5_000, pause: 1_000 };

const noSuchChunk = (): Problem =>
  new Problem("not-found", { detail: "The song may have been deleted." });

/** Whatever follows sees the address of a public chunk. */
const openRequest =
  (openPath: OpenPath): RequestHandler =>
  (request, _response, next) => {
    request.url = `/${openPath(pathOf(request.url))}`;
    next();
  };

const asItIs: OpenPath = (path) => path;

export const startStreaming = ({
  store,
  log,
  cacheBytes,
  crowd: bearable,
  origins,
  isPrivate,
  signing,
}: Options): RunningFunction => {
  const metrics = createMetrics();
  const readers = createReaders(origins);
  const openPath = isPrivate ? createVerifier(signing) : asItIs;
  const audience = isPrivate ? "private" : "public";
  const manner = { audience, always: readers.always } as const;
  const timed = meteredStore(store, metrics.noteStore);
  const reachable = wrapCalls({ get: timed.chunks.get }, createCircuit(storeTimes));
  const chunks = createChunks(reachable, { most: cacheBytes, manner });
  addFigures(metrics, chunks);
  const levelOfNext = createSampling();
  const watchUnread = createUnread(bearable);
  const crowd = createCrowd({ log, metrics, readers, most: bearable.waiting });
  const app = createApp({ log, metrics, store }, (routes) => {
    routes.use(letRead(readers));
    if (isPrivate) routes.use(openRequest(openPath));
    routes.get("/:songId/*name", async (request, response) => {
      const { songId, name } = request.params;
      const chunk = await crowd.wait(chunks.read([songId, ...name].join("/")));
      if (!chunk) throw noSuchChunk();
      response.locals["route"] = chunk.route;
      send(request, response, answerTo(request, chunk), []);
      watchUnread(response);
      response.locals["level"] = levelOfNext();
    });
    routes.all("/:songId/*name", onlyMethods("GET", "HEAD"));
  });
  const answerKept = createHotPath({
    chunks,
    metrics,
    readers,
    openPath,
    log,
    levelOfNext,
    watchUnread,
  });
  const answerOthers = crowd.limit(app);
  return {
    listener: (request, response) => {
      if (!answerKept(request, response)) answerOthers(request, response);
    },
    open: metrics.open,
    stop: async () => {},
  };
};
