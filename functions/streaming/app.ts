/** Chunks over HTTP. Knows nothing of music: a name goes in, bytes come out. */
import type { RequestHandler } from "express";
import { createApp } from "../core/http/app.ts";
import { createReaders, letRead, type Origins } from "../core/http/cors.ts";
import type { Log } from "../core/http/log.ts";
import { createMetrics } from "../core/http/metrics.ts";
import { onlyMethods } from "../core/http/problems.ts";
import type { RunningFunction } from "../core/http/run.ts";
import { createVerifier, type OpenPath, type Signing } from "../core/http/signed-paths.ts";
import { Problem } from "../core/problem.ts";
import { meteredStore } from "../core/store/metered.ts";
import type { Store } from "../core/store/store.ts";
import { answerTo, send } from "./answer.ts";
import { createChunks } from "./chunks.ts";
import { addFigures } from "./figures.ts";
import { createHotPath, pathOf } from "./hot-path.ts";
import { createSampling } from "./sampling.ts";

type Options = {
  readonly store: Store;
  readonly log: Log;
  readonly cacheBytes: number;
  readonly origins: Origins;
  readonly isPrivate: boolean;
  readonly signing: Pick<Signing, "keys">;
};

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
  const chunks = createChunks(timed.chunks, { most: cacheBytes, manner });
  addFigures(metrics, chunks);
  const levelOfNext = createSampling();
  const app = createApp({ log, metrics, store }, (routes) => {
    routes.use(letRead(readers));
    if (isPrivate) routes.use(openRequest(openPath));
    routes.get("/:songId/*name", async (request, response) => {
      const { songId, name } = request.params;
      const chunk = await chunks.read([songId, ...name].join("/"));
      if (!chunk) throw noSuchChunk();
      response.locals["route"] = chunk.route;
      send(request, response, answerTo(request, chunk), []);
      response.locals["level"] = levelOfNext();
    });
    routes.all("/:songId/*name", onlyMethods("GET", "HEAD"));
  });
  const answerKept = createHotPath({ chunks, metrics, readers, openPath, log, levelOfNext });
  return {
    listener: (request, response) => {
      if (!answerKept(request, response)) app(request, response);
    },
    open: metrics.open,
    stop: async () => {},
  };
};
