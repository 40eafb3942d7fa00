/** What every function's Express app has. */
import express, { type Express } from "express";
import type { Store } from "../store/store.ts";
import { answerNotFound, answerProblem, onlyMethods } from "./problems.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { noteRequests } from "./requests.ts";

export type AppOptions = {
  readonly log: Log;
  readonly metrics: Metrics;
  /** Absent for functions without one. */
  readonly store?: Store;
};

/** An app with its routes between what comes before and after them all. */
export const createApp = (
  { log, metrics, store }: AppOptions,
  addRoutes: (app: Express) => void,
): Express => {
  const app = express();
  app.disable("x-powered-by").disable("etag").set("query parser", "simple");
  app.use(noteRequests(log, metrics));

  app.get("/healthz", (_request, response) => void response.type("text").send("alive\n"));
  app.get("/readyz", async (_request, response) => {
    await store?.now();
    response.type("text").send("ready\n");
  });
  app.get("/metrics", async (_request, response) => {
    response.set("Content-Type", metrics.contentType).send(await metrics.text());
  });
  app.all(["/healthz", "/readyz", "/metrics"], onlyMethods("GET", "HEAD"));

  addRoutes(app);
  app.use(answerNotFound);
  app.use(answerProblem);
  return app;
};
