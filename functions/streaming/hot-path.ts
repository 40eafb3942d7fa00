/**
 * The commonest request by far: a chunk that is in memory. Answered without Express, which would take twice the time
 * of Node's own server for it; whatever is not there, or wrong, is left to the app.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readers } from "../core/http/cors.ts";
import type { RequestMetrics } from "../core/http/metrics.ts";
import { callIdOf } from "../core/http/requests.ts";
import type { OpenPath } from "../core/http/signed-paths.ts";
import { Problem } from "../core/problem.ts";
import { answerTo, send } from "./answer.ts";
import type { Chunks } from "./chunks.ts";
import { routeOf } from "./content.ts";
import type { Answer } from "./forms.ts";

/** Says whether it has answered. */
export type HotPath = (request: IncomingMessage, response: ServerResponse) => boolean;

type Doors = {
  readonly chunks: Chunks;
  readonly metrics: RequestMetrics;
  readonly readers: Readers;
  readonly openPath: OpenPath;
};

/** An address without its first slash, and what may follow. */
export const pathOf = (url: string): string => {
  const query = url.indexOf("?");
  return query === -1 ? url.slice(1) : url.slice(1, query);
};

export const createHotPath = ({ chunks, metrics, readers, openPath }: Doors): HotPath => {
  const answerFrom = (request: IncomingMessage): Answer | undefined => {
    const { method, url = "" } = request;
    if (method !== "GET" && method !== "HEAD") return undefined;
    try {
      const chunk = chunks.kept(openPath(pathOf(url)));
      return chunk && answerTo(request, chunk);
    } catch (error) {
      if (error instanceof Problem) return undefined;
      throw error;
    }
  };

  return (request, response) => {
    const answer = answerFrom(request);
    if (!answer) return false;
    const { method = "", url = "", headers } = request;
    metrics.note(method, response, () => routeOf(url));
    const more = readers.headFor(headers.origin);
    const id = callIdOf(request);
    send(request, response, answer, id === undefined ? more : [...more, "X-Call-Id", id]);
    return true;
  };
};
