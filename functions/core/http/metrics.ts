/** Figures for Prometheus, one registry for each function. */
import type { ServerResponse } from "node:http";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { createRequestSeries } from "./request-series.ts";

export type RequestMetrics = {
  /** Counts a request in, and out when its answer has ended, however it did. `routeOf` is asked then. */
  note(method: string, response: ServerResponse, routeOf: () => string): void;
};

export type Metrics = RequestMetrics & {
  /** Requests that are being answered now. */
  readonly open: () => number;
  /** A figure that is read when somebody asks. */
  gauge(name: string, help: string, read: () => number): void;
  /** All of it, in Prometheus's text format. */
  text(): Promise<string>;
  readonly contentType: string;
};

export const createMetrics = (): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const series = createRequestSeries();
  let open = 0;

  const gauge = (name: string, help: string, read: () => number): void => {
    // Reads at every collection; the registry holds it.
    void new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  };
  gauge("segue_http_requests_open", "Requests that are being answered.", () => open);

  return {
    open: () => open,
    gauge,
    text: async () => `${series.text()}${await registry.metrics()}`,
    contentType: registry.contentType,

    note(method, response, routeOf) {
      const started = performance.now();
      const { socket } = response;
      const before = socket?.bytesWritten ?? 0;
      open++;
      response.once("close", () => {
        open--;
        series.note({
          route: routeOf(),
          method,
          status: response.statusCode,
          seconds: (performance.now() - started) / 1000,
          bytes: (socket?.bytesWritten ?? 0) - before,
        });
      });
    },
  };
};
