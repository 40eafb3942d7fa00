/** Chunks over HTTP. Knows nothing of music: a name goes in, bytes come out. */
import { createApp } from "../core/http/app.ts";
import { createReaders, letRead, type Origins } from "../core/http/cors.ts";
import type { Log } from "../core/http/log.ts";
import { createMetrics } from "../core/http/metrics.ts";
import { onlyMethods } from "../core/http/problems.ts";
import type { RunningFunction } from "../core/http/run.ts";
import { Problem } from "../core/problem.ts";
import type { Store } from "../core/store/store.ts";
import { answerTo, send } from "./answer.ts";
import { createChunks } from "./chunks.ts";
import { routeOf } from "./content.ts";
import { createHotPath } from "./hot-path.ts";

type Options = {
  readonly store: Store;
  readonly log: Log;
  readonly cacheBytes: number;
  readonly origins: Origins;
};

const noSuchChunk = (): Problem =>
  new Problem("not-found", { detail: "The song may have been deleted." });

export const startStreaming = ({ store, log, cacheBytes, origins }: Options): RunningFunction => {
  const metrics = createMetrics();
  const readers = createReaders(origins);
  const chunks = createChunks(store.chunks, { most: cacheBytes, always: readers.always });
  const app = createApp({ log, metrics, store }, (routes) => {
    routes.use(letRead(readers));
    routes.get("/:songId/*name", async (request, response) => {
      const { songId, name } = request.params;
      const chunk = await chunks.read([songId, ...name].join("/"));
      if (!chunk) throw noSuchChunk();
      response.locals["route"] = routeOf(request.path);
      send(request, response, answerTo(request, chunk), []);
    });
    routes.all("/:songId/*name", onlyMethods("GET", "HEAD"));
  });
  const answerKept = createHotPath({ chunks, metrics, readers });
  return {
    listener: (request, response) => {
      if (!answerKept(request, response)) app(request, response);
    },
    open: metrics.open,
    stop: async () => {},
  };
};
