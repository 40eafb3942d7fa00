/** What Prometheus is told, and that the dashboard asks for nothing else. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Song } from "../../api-client/contract.ts";
import { ingest, type Server, startServer } from "../support/server.ts";
import { made } from "../support/sound.ts";

let server: Server;
let song: Song;

beforeAll(async () => {
  server = await startServer({ env: { LOG_LEVEL: "debug" } });
  song = await ingest(server, await made("-f lavfi -i sine=440:d=2", "wav"));
});
afterAll(async () => server.stop());

const figures = async (name: string): Promise<Map<string, number>> => {
  const response = await fetch(`${server.url}/function/${name}/metrics`);
  const lines = (await response.text()).split("\n").filter((line) => line && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const space = line.lastIndexOf(" ");
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
};

test("chunks from memory and from the store are told apart", async () => {
  const address = server.stream(song, (song.peaks ?? "").replace("peaks.json", "a128/init.mp4"));
  const before = await figures("streaming");
  for (let times = 0; times < 3; times++) expect((await fetch(address)).status).toBe(200);
  const after = await figures("streaming");
  const grown = (name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0);
  expect(grown("segue_cache_misses_total")).toBe(1);
  expect(grown("segue_cache_hits_total")).toBe(2);
  expect(after.get("segue_cache_bytes")).toBeGreaterThan(100);
  const calls = 'segue_store_duration_seconds_count{operation="chunks.get",outcome="answered"}';
  expect(grown(calls)).toBe(1);
});

test("crud says what it works on, how its store answers, and what room there is", async () => {
  const told = await figures("crud");
  expect(told.get("segue_encodings_running")).toBe(0);
  expect(told.get("segue_songs_processing")).toBe(0);
  expect(told.get("segue_free_bytes")).toBeGreaterThan(0);
  expect(
    told.get('segue_store_duration_seconds_count{operation="songs.insert",outcome="answered"}'),
  ).toBe(1);
  expect(told.get("nodejs_eventloop_lag_p99_seconds")).toBeGreaterThan(0);
});

test("everything that the dashboard shows is told by some function", async () => {
  const dashboard = await readFile(join(import.meta.dirname, "../../docker/grafana.json"), "utf8");
  const expressions = [...dashboard.matchAll(/"expr": "(.*)",$/gm)].map(([, text]) => text ?? "");
  const names = expressions.flatMap((text) => text.match(/\b(segue|nodejs|process)_\w+/g) ?? []);
  expect(new Set(names).size).toBeGreaterThan(8);
  const told = [...(await figures("crud")).keys(), ...(await figures("streaming")).keys()];
  const families = new Set(told.map((key) => key.split("{")[0]));
  expect(names.filter((name) => !families.has(name))).toEqual([]);
});

test("the log names a request by its own id and by its trace's", async () => {
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  await fetch(server.crud("songs?limit=1"), {
    headers: { "X-Call-Id": "call-1", Traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
  });
  await expect
    .poll(() => server.log.find(({ requestId }) => requestId === "call-1"))
    .toMatchObject({ traceId, path: "/function/crud/songs", status: 200 });
});
