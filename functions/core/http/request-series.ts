/**
 * Requests by route, method and class of status. In plain numbers, not by prom-client, whose histogram would take
 * longer to note a segment than the segment takes to find.
 */

/** Seconds. */
const bounds = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60];

type Series = {
  readonly labels: string;
  /** By the bound that a request was within; the last one is for those beyond all. */
  readonly within: number[];
  seconds: number;
  bytes: number;
};

export type Kind = { readonly route: string; readonly method: string; readonly status: number };

/** `bytes`: what was written to the line. */
export type Ended = Kind & { readonly seconds: number; readonly bytes: number };

const durations = "segue_http_request_duration_seconds";
const sent = "segue_http_response_bytes_total";

/** https://prometheus.io/docs/instrumenting/exposition_formats/#comments-help-text-and-type-information */
const escaped = (label: string): string => label.replace(/[\\"\n]/g, "_");

const newSeries = ({ route, method, status }: Kind): Series => ({
  labels: `route="${escaped(route)}",method="${escaped(method)}",status="${Math.floor(status / 100)}xx"`,
  within: Array.from({ length: bounds.length + 1 }, () => 0),
  seconds: 0,
  bytes: 0,
});

const linesOf = ({ labels, within, seconds }: Series): string[] => {
  let count = 0;
  const buckets = within.map((number, index) => {
    count += number;
    return `${durations}_bucket{${labels},le="${bounds[index] ?? "+Inf"}"} ${count}`;
  });
  return [
    ...buckets,
    `${durations}_sum{${labels}} ${seconds}`,
    `${durations}_count{${labels}} ${count}`,
  ];
};

export type RequestSeries = {
  note(request: Ended): void;
  /** In Prometheus's text format. */
  text(): string;
};

export const createRequestSeries = (): RequestSeries => {
  const all: Series[] = [];
  /** By route, method and class. Texts that are made anew for each request would cost more than all else here. */
  const known = new Map<string, Map<string, Series[]>>();

  const seriesOf = (kind: Kind): Series => {
    const methods = known.get(kind.route) ?? new Map<string, Series[]>();
    const classes = methods.get(kind.method) ?? [];
    const at = Math.floor(kind.status / 100);
    const found = classes[at];
    if (found) return found;
    const series = newSeries(kind);
    all.push(series);
    classes[at] = series;
    known.set(kind.route, methods.set(kind.method, classes));
    return series;
  };

  return {
    note(request) {
      const series = seriesOf(request);
      let index = 0;
      while (index < bounds.length && request.seconds > (bounds[index] ?? 0)) index++;
      series.within[index] = (series.within[index] ?? 0) + 1;
      series.seconds += request.seconds;
      series.bytes += request.bytes;
    },

    text() {
      return [
        `# HELP ${durations} Time to answer requests.`,
        `# TYPE ${durations} histogram`,
        ...all.flatMap(linesOf),
        `# HELP ${sent} Bytes of answers, but for the heads of what came from memory.`,
        `# TYPE ${sent} counter`,
        ...all.map(({ labels, bytes }) => `${sent}{${labels}} ${bytes}`),
        "",
      ].join("\n");
    },
  };
};
