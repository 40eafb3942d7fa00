/** The library over HTTP, and the worker that prepares what is uploaded. */
import { openApiDocument } from "../../api-client/openapi.ts";
import type { Config } from "../core/config.ts";
import { createApp } from "../core/http/app.ts";
import { createGuards } from "../core/http/auth.ts";
import { drainRefused } from "../core/http/body.ts";
import { createReaders, letRead } from "../core/http/cors.ts";
import type { Log } from "../core/http/log.ts";
import { createMetrics } from "../core/http/metrics.ts";
import type { RunningFunction } from "../core/http/run.ts";
import { onlyMethods } from "../core/http/problems.ts";
import { createSigner } from "../core/http/signed-paths.ts";
import { createTries } from "../core/http/tries.ts";
import { createBell } from "../core/ingest/bell.ts";
import { startJanitor } from "../core/ingest/janitor.ts";
import { startWorker } from "../core/ingest/worker.ts";
import { meteredStore } from "../core/store/metered.ts";
import type { Store } from "../core/store/store.ts";
import { browseRoutes } from "./browse.ts";
import { doctorRoutes } from "./doctor.ts";
import { changeRoutes } from "./changes.ts";
import { coverRoutes } from "./cover.ts";
import { addFigures } from "./figures.ts";
import { createRoomGuard } from "./room.ts";
import type { CrudDoors } from "./routes.ts";
import { sharedRoutes, shareRoutes } from "./shares.ts";
import { songRoutes } from "./songs.ts";
import { createStartData } from "./start.ts";
import { uploadRoutes } from "./uploads/routes.ts";
import { createStreamingOf, toWire } from "./wire.ts";

type Options = { readonly store: Store; readonly log: Log; readonly config: Config };

export const startCrud = ({ store: untimed, log, config }: Options): RunningFunction => {
  const metrics = createMetrics();
  const store = meteredStore(untimed, metrics.noteStore);
  const bell = createBell();
  const ending = new AbortController();
  const { longest, limits, keep, encodings, streamingUrl, isPrivate, signing } = config;
  const worker = startWorker({ store, bell, log, encodings, longest, limits, keep });
  const janitor = startJanitor({ store, bell, log });
  addFigures({ metrics, store, worker });

  const tries = createTries();
  const guards = createGuards(config, tries);
  const streamingOf = createStreamingOf(
    streamingUrl,
    isPrivate ? createSigner(signing) : undefined,
  );
  const doors: CrudDoors = {
    store,
    bell,
    log,
    config,
    guards,
    tries,
    room: createRoomGuard(store, config.room),
    startData: createStartData(store),
    ending: ending.signal,
    streamingOf,
    onWire: (song, start) => toWire(song, streamingOf, start),
  };
  const app = createApp({ log, metrics, store }, (routes) => {
    routes.use(letRead(createReaders(config.origins)), drainRefused);
    const document = openApiDocument();
    routes.get("/openapi.json", (_request, response) => void response.json(document));
    routes.all("/openapi.json", onlyMethods("GET", "HEAD"));
    routes.use(sharedRoutes(doors), guards.mayRead);
    routes.use(
      songRoutes(doors),
      coverRoutes(doors),
      uploadRoutes(doors),
      changeRoutes(doors),
      browseRoutes(doors),
      shareRoutes(doors),
      doctorRoutes(doors),
    );
  });

  return {
    listener: app,
    open: metrics.open,
    async stop() {
      ending.abort();
      await Promise.all([worker.stop(), janitor.stop()]);
    },
  };
};
