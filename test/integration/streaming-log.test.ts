/** What streaming says of the chunks that it serves. */
import { PassThrough } from "node:stream";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { serveChunks, type Streaming } from "../support/streaming.ts";

const id = "streaming-log-song---";

let streaming: Streaming | undefined;
afterEach(() => streaming?.stop());

/** With a chunk, and what it logs at that level. */
const serve = async (level: string) => {
  const lines: Record<string, unknown>[] = [];
  const stream = new PassThrough();
  stream.on("data", (line: Buffer) => lines.push(JSON.parse(String(line))));
  streaming = await serveChunks({ log: pino({ level }, stream) });
  await streaming.store.chunks.insert(id, "1.m4s", Buffer.from("sound"));
  const url = `${streaming.url}${id}/`;
  const get = async (name: string): Promise<void> =>
    void (await (await fetch(url + name, { headers: { "X-Call-Id": "call-1" } })).arrayBuffer());
  const paths = () => lines.map(({ path }) => path);
  return { url, get, lines, paths };
};

test("of the chunks that are served, one in a thousand is logged", async () => {
  const { get, paths, lines } = await serve("info");
  await get("1.m4s");
  for (let n = 0; n < 20; n++) await Promise.all(Array.from({ length: 50 }, () => get("1.m4s")));
  await expect.poll(paths).toEqual([`/${id}/1.m4s`, `/${id}/1.m4s`]);
  expect(lines[1]).toMatchObject({ method: "GET", status: 200, requestId: "call-1" });
});

test("whatever goes wrong is logged", async () => {
  const { get, paths } = await serve("info");
  await get("1.m4s");
  for (const name of ["2.m4s", "3.m4s"]) await get(name);
  await expect.poll(paths).toEqual([`/${id}/1.m4s`, `/${id}/2.m4s`, `/${id}/3.m4s`]);
});

test("who looks for a fault sees every request", async () => {
  const { get, paths } = await serve("debug");
  for (let n = 0; n < 3; n++) await get("1.m4s");
  await expect.poll(paths).toHaveLength(3);
});
