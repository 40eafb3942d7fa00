/** Figures for Prometheus, one registry for each function. */
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

export type RequestMetrics = {
  /** Counts a request in; what it returns counts it out. */
  begin(): (method: string, status: number) => void;
};

export type Metrics = RequestMetrics & {
  readonly registry: Registry;
  /** Requests that are being answered now. */
  readonly open: () => number;
  /** A figure that is read when somebody asks. */
  gauge(name: string, help: string, read: () => number): void;
};

export const createMetrics = (): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: "segue_http_request_duration_seconds",
    help: "Time to answer requests.",
    labelNames: ["method", "status"],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60],
    registers: [registry],
  });
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
    registry,
    open: () => open,
    gauge,
    begin() {
      const started = performance.now();
      open++;
      return (method, status) => {
        open--;
        const seconds = (performance.now() - started) / 1000;
        durations.observe({ method, status: `${Math.floor(status / 100)}xx` }, seconds);
      };
    },
  };
};
