/**
 * The commonest request by far: all of a segment that is in memory. Answered without Express, which would take twice
 * the time of Node's own server for it; whatever else a request wants is left to the app.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestMetrics } from "../core/http/metrics.ts";
import type { Chunks, ServedChunk } from "./chunks.ts";

/** Says whether it has answered. */
export type HotPath = (request: IncomingMessage, response: ServerResponse) => boolean;

const isPlain = ({ method, headers }: IncomingMessage): boolean =>
  method === "GET" &&
  headers.range === undefined &&
  headers["if-none-match"] === undefined &&
  headers["x-call-id"] === undefined;

export const createHotPath = (
  chunks: Chunks,
  metrics: RequestMetrics,
  commonHeaders: Readonly<Record<string, string>>,
): HotPath => {
  /** Names and values in turn: the form that costs Node least to send. */
  const heads = new WeakMap<ServedChunk, string[]>();

  const headOf = (chunk: ServedChunk): string[] => {
    const known = heads.get(chunk);
    if (known) return known;
    const headers = { ...commonHeaders, ...chunk.headers, "Content-Length": chunk.bytes.length };
    const head = Object.entries(headers).flatMap(([name, value]) => [name, String(value)]);
    heads.set(chunk, head);
    return head;
  };

  return (request, response) => {
    const chunk = isPlain(request) ? chunks.kept((request.url ?? "").slice(1)) : undefined;
    // Of text there are two forms, and the app knows which to choose.
    if (!chunk || chunk.gzipped) return false;
    const done = metrics.begin();
    response.once("close", () => done("GET", 200));
    response.writeHead(200, headOf(chunk)).end(chunk.bytes);
    return true;
  };
};
