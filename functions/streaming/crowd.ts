/** How many may wait for what is not in memory. The others are told at once to come again: that costs next to nothing. */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Readers } from "../core/http/cors.ts";
import { headOf } from "../core/http/head.ts";
import type { Log } from "../core/http/log.ts";
import type { RequestMetrics } from "../core/http/metrics.ts";
import { problemBody } from "../core/http/problems.ts";
import { Problem } from "../core/problem.ts";

type Doors = {
  readonly log: Log;
  readonly metrics: RequestMetrics;
  readonly readers: Readers;
  /** Requests. */
  readonly most: number;
};

export type Crowd = {
  /** Counts those who wait. */
  wait<T>(work: Promise<T>): Promise<T>;
  /** The app, while not too many wait. */
  limit(app: RequestListener): RequestListener;
};

/** Who looks after the function has to see it also then. */
const always = new Set(["/healthz", "/readyz", "/metrics"]);
/** ms between two lines in the log: to write one for each would be work for nothing. */
const quiet = 10_000;

const problem = new Problem("overloaded", { detail: "Try again in a moment." });
const body = Buffer.from(problemBody(problem));
const head = headOf({
  "Content-Type": "application/problem+json",
  "Content-Length": String(body.length),
  "Cache-Control": "no-store",
  "Retry-After": "1",
  "X-Content-Type-Options": "nosniff",
});

export const createCrowd = ({ log, metrics, readers, most }: Doors): Crowd => {
  const { status } = problem;
  let waiting = 0;
  let said = -Infinity;

  const refuse = ({ method = "", headers }: IncomingMessage, response: ServerResponse): void => {
    const started = performance.now();
    response.writeHead(status, [...head, ...readers.always, ...readers.headFor(headers.origin)]);
    response.end(body);
    metrics.noteAnswered({ route: "none", method, status, bytes: body.length, started }, response);
    if (started - said < quiet) return;
    said = started;
    log.error({ waiting }, "too many wait for the store");
  };

  return {
    async wait(work) {
      waiting++;
      try {
        return await work;
      } finally {
        waiting--;
      }
    },

    limit: (app) => (request, response) =>
      waiting >= most && !always.has(request.url ?? "")
        ? refuse(request, response)
        : app(request, response),
  };
};
