import { expect, test } from "vitest";
import { createRequestSeries } from "../../../functions/core/http/request-series.ts";

const ended = { route: "*.m4s", method: "GET", status: 206, seconds: 0.003, bytes: 1_000 };

test("requests of one route, method and class are one histogram, whose buckets add up", () => {
  const series = createRequestSeries();
  series.note(ended);
  series.note({ ...ended, status: 200, seconds: 0.005 });
  series.note({ ...ended, seconds: 61, bytes: 24 });
  const lines = series.text().split("\n");
  const labels = `route="*.m4s",method="GET",status="2xx"`;
  for (const line of [
    `segue_http_request_duration_seconds_bucket{${labels},le="0.001"} 0`,
    `segue_http_request_duration_seconds_bucket{${labels},le="0.005"} 2`,
    `segue_http_request_duration_seconds_bucket{${labels},le="60"} 2`,
    `segue_http_request_duration_seconds_bucket{${labels},le="+Inf"} 3`,
    `segue_http_request_duration_seconds_count{${labels}} 3`,
    `segue_http_response_bytes_total{${labels}} 2024`,
  ])
    expect(lines).toContain(line);
});

test("other classes of status are other histograms", () => {
  const series = createRequestSeries();
  series.note(ended);
  series.note({ ...ended, status: 404 });
  expect(series.text().match(/_count\{/g)).toHaveLength(2);
});

test("a label cannot end its line", () => {
  const series = createRequestSeries();
  series.note({ ...ended, route: 'a"\nb\\' });
  expect(series.text()).toContain(`{route="a__b_",`);
});
