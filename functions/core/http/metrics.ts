/** Figures for Prometheus, one registry for each function. */
import type { ServerResponse } from "node:http";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { StoreCall } from "../store/metered.ts";
import { createRequestSeries, type Kind } from "./request-series.ts";

/** What was known of a request before its answer was sent. `started`: ms, by `performance.now()`. */
export type Answered = Kind & { readonly bytes: number; readonly started: number };

export type RequestMetrics = {
  /** Counts a request in, and out when its answer has ended, however it did. `routeOf` is asked then. */
  note(method: string, response: ServerResponse, routeOf: () => string): void;
  /** Counts one in whose whole answer was just given to Node; out, when the system has taken it. */
  noteAnswered(answered: Answered, response: ServerResponse): void;
};

/** A figure that is read when somebody asks; undefined where nobody can say now. */
type Read = () => number | undefined | Promise<number | undefined>;

export type Metrics = RequestMetrics & {
  /** Requests that are being answered now. */
  readonly open: () => number;
  gauge(name: string, help: string, read: Read): void;
  /** One that only grows. */
  counter(name: string, help: string, read: () => number): void;
  noteStore(call: StoreCall): void;
  /** All of it, in Prometheus's text format. */
  text(): Promise<string>;
  readonly contentType: string;
};

export const createMetrics = (): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const series = createRequestSeries();
  let open = 0;

  const gauge = (name: string, help: string, read: Read): void => {
    // Reads at every collection; the registry holds it.
    void new Gauge({
      name,
      help,
      registers,
      async collect() {
        const value = await read();
        if (value === undefined) this.remove();
        else this.set(value);
      },
    });
  };
  gauge("segue_http_requests_open", "Requests that are being answered.", () => open);

  const calls = new Histogram({
    name: "segue_store_duration_seconds",
    help: "Time that the store takes to answer.",
    labelNames: ["operation", "outcome"],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10],
    registers,
  });
  const end = ({ route, method, status, bytes, started }: Answered): void =>
    series.note({ route, method, status, bytes, seconds: (performance.now() - started) / 1000 });

  return {
    open: () => open,
    gauge,

    counter(name, help, read) {
      void new Counter({
        name,
        help,
        registers,
        collect() {
          this.reset();
          this.inc(read());
        },
      });
    },

    noteStore: ({ operation, seconds, failed }) =>
      calls.observe({ operation, outcome: failed ? "failed" : "answered" }, seconds),

    text: async () => `${series.text()}${await registry.metrics()}`,
    contentType: registry.contentType,

    note(method, response, routeOf) {
      const started = performance.now();
      const { socket } = response;
      const before = socket?.bytesWritten ?? 0;
      open++;
      response.once("close", () => {
        open--;
        const bytes = (socket?.bytesWritten ?? 0) - before;
        end({ route: routeOf(), method, status: response.statusCode, bytes, started });
      });
    },

    noteAnswered(answered, response) {
      // Nearly always: to wait for the end of what is over would take as long as all else that a segment needs.
      if (response.socket?.writableLength === 0) return end(answered);
      open++;
      response.once("close", () => {
        open--;
        end(answered);
      });
    },
  };
};
