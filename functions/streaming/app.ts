/** Chunks over HTTP. Knows nothing of music: a name goes in, bytes come out. */
import type { Request, Response } from "express";
import { createApp } from "../core/http/app.ts";
import { anyoneReads, readableByAnyone } from "../core/http/cors.ts";
import type { Log } from "../core/http/log.ts";
import { createMetrics } from "../core/http/metrics.ts";
import { onlyMethods } from "../core/http/problems.ts";
import type { RunningFunction } from "../core/http/run.ts";
import { Problem } from "../core/problem.ts";
import type { Store } from "../core/store/store.ts";
import { createChunks, isServed, type ServedChunk } from "./chunks.ts";
import { createHotPath } from "./hot-path.ts";

type Options = { readonly store: Store; readonly log: Log; readonly cacheBytes: number };

/** The first range, when it asks for one of bytes (RFC 9110, 14.2: others may be ignored). */
const rangeOf = (request: Request, size: number) => {
  const ranges = request.range(size);
  if (ranges === -1) return "none";
  return Array.isArray(ranges) && ranges.type === "bytes" && ranges.length === 1
    ? ranges[0]
    : undefined;
};

const sendRange = (request: Request, response: Response, { bytes }: ServedChunk): boolean => {
  const range = rangeOf(request, bytes.length);
  if (range === undefined) return false;
  if (range === "none") response.status(416).set("Content-Range", `bytes */${bytes.length}`).end();
  else {
    const { start, end } = range;
    response.status(206).set("Content-Range", `bytes ${start}-${end}/${bytes.length}`);
    response.set("Content-Length", String(end - start + 1)).end(bytes.subarray(start, end + 1));
  }
  return true;
};

const sendChunk = (request: Request, response: Response, chunk: ServedChunk): void => {
  const { bytes, gzipped, headers } = chunk;
  response.set(headers);
  if (request.fresh) return void response.status(304).end();
  if (request.get("Range") !== undefined && sendRange(request, response, chunk)) return;
  const zipped = gzipped && request.acceptsEncodings("gzip", "identity") === "gzip";
  const body = zipped ? gzipped : bytes;
  if (zipped) response.set("Content-Encoding", "gzip");
  response.set("Content-Length", String(body.length)).end(body);
};

export const startStreaming = ({ store, log, cacheBytes }: Options): RunningFunction => {
  const chunks = createChunks(store.chunks, cacheBytes);
  const metrics = createMetrics();
  const app = createApp({ log, metrics, store }, (routes) => {
    routes.use(anyoneReads);
    routes.get("/:songId/*name", async (request, response) => {
      const { songId, name } = request.params;
      const path = name.join("/");
      const chunk = isServed(path) ? await chunks.read(songId, path) : undefined;
      if (!chunk) throw new Problem("not-found", { detail: "The song may have been deleted." });
      sendChunk(request, response, chunk);
    });
    routes.all("/:songId/*name", onlyMethods("GET", "HEAD"));
  });
  const serveKept = createHotPath(chunks, metrics, readableByAnyone);
  return {
    listener: (request, response) => {
      if (!serveKept(request, response)) app(request, response);
    },
    open: metrics.open,
    stop: async () => {},
  };
};
