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

export type Ended = {
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
  /** What was written to the line. */
  readonly bytes: number;
};

const durations = "segue_http_request_duration_seconds";
const sent = "segue_http_response_bytes_total";

/** https://prometheus.io/docs/instrumenting/exposition_formats/#comments-help-text-and-type-information */
const escaped = (label: string): string => label.replace(/[\\"\n]/g, "_");

const newSeries = ({ route, method, status }: Ended): Series => ({
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
  const all = new Map<string, Series>();

  const seriesOf = (request: Ended): Series => {
    const key = `${request.route} ${request.method} ${Math.floor(request.status / 100)}`;
    const known = all.get(key);
    if (known) return known;
    const series = newSeries(request);
    all.set(key, series);
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
      const series = [...all.values()];
      return [
        `# HELP ${durations} Time to answer requests.`,
        `# TYPE ${durations} histogram`,
        ...series.flatMap(linesOf),
        `# HELP ${sent} Bytes of answers, heads included.`,
        `# TYPE ${sent} counter`,
        ...series.map(({ labels, bytes }) => `${sent}{${labels}} ${bytes}`),
        "",
      ].join("\n");
    },
  };
};
