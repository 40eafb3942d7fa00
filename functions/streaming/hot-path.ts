/**
 * The commonest request by far: a chunk that is in memory. Answered without Express, which would take twice the time
 * of Node's own server for it; whatever is not there, or wrong, is left to the app.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readers } from "../core/http/cors.ts";
import type { RequestMetrics } from "../core/http/metrics.ts";
import type { Log } from "../core/http/log.ts";
import { callIdOf, outlineOf } from "../core/http/requests.ts";
import type { OpenPath } from "../core/http/signed-paths.ts";
import { Problem } from "../core/problem.ts";
import { answerTo, send } from "./answer.ts";
import type { Chunks } from "./chunks.ts";
import type { Answer, ServedChunk } from "./forms.ts";
import type { ServedLevel } from "./sampling.ts";
import type { WatchUnread } from "./unread.ts";

/** Says whether it has answered. */
export type HotPath = (request: IncomingMessage, response: ServerResponse) => boolean;

type Doors = {
  readonly chunks: Chunks;
  readonly metrics: RequestMetrics;
  readonly readers: Readers;
  readonly openPath: OpenPath;
  readonly log: Log;
  readonly levelOfNext: () => ServedLevel;
  readonly watchUnread: WatchUnread;
};

type Found = { readonly chunk: ServedChunk; readonly answer: Answer };

/** An address without its first slash, and what may follow. */
export const pathOf = (url: string): string => {
  const query = url.indexOf("?");
  return query === -1 ? url.slice(1) : url.slice(1, query);
};

export const createHotPath = (doors: Doors): HotPath => {
  const { chunks, metrics, readers, openPath, log, levelOfNext, watchUnread } = doors;
  const isDebugging = log.isLevelEnabled("debug");

  const find = (request: IncomingMessage): Found | undefined => {
    const { method, url = "" } = request;
    if (method !== "GET" && method !== "HEAD") return undefined;
    try {
      const chunk = chunks.kept(openPath(pathOf(url)));
      return chunk && { chunk, answer: answerTo(request, chunk) };
    } catch (error) {
      if (error instanceof Problem) return undefined;
      throw error;
    }
  };

  return (request, response) => {
    const started = performance.now();
    const found = find(request);
    if (!found) return false;
    const { method = "", headers } = request;
    const { route } = found.chunk;
    const { status, body } = found.answer;
    const more = readers.headFor(headers.origin);
    const id = callIdOf(request);
    send(request, response, found.answer, id === undefined ? more : [...more, "X-Call-Id", id]);
    const bytes = body === undefined || method === "HEAD" ? 0 : body.length;
    metrics.noteAnswered({ route, method, status, bytes, started }, response);
    watchUnread(response);
    const level = levelOfNext();
    if (level === "info" || isDebugging)
      log[level]({ requestId: id, ...outlineOf(request, response) }, "request");
    return true;
  };
};
