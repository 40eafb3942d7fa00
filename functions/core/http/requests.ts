/** What every request gets: an id, one line in the log, a place in the metrics. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Request, RequestHandler, Response } from "express";
import { newId } from "../song/ids.ts";
import { Problem } from "../problem.ts";
import { clientAddress } from "./client-address.ts";
import type { Log } from "./log.ts";
import type { RequestMetrics } from "./metrics.ts";

/** The id that a gateway has given the request, if one that can be repeated. */
export const callIdOf = ({ headers }: IncomingMessage): string | undefined => {
  const id = headers["x-call-id"];
  return typeof id === "string" && /^[\w-]{1,64}$/.test(id) ? id : undefined;
};

/** https://www.w3.org/TR/trace-context/#traceparent-header */
const traceOf = ({ headers }: IncomingMessage): string | undefined => {
  const parent = headers["traceparent"];
  return typeof parent === "string"
    ? /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-/.exec(parent)?.[1]
    : undefined;
};

type Level = "debug" | "info" | "error";

const levelOf = (request: Request, response: Response): Level => {
  const problem: unknown = response.locals["problem"];
  if (problem instanceof Problem) return problem.status >= 500 ? "error" : "info";
  const given = response.locals["level"] as Level | undefined;
  if (given) return given;
  return request.method === "GET" || request.method === "HEAD" ? "debug" : "info";
};

/** What is in an address that opens it is for nobody who reads the log. */
const withoutSignature = (path: string): string => path.replace(/\/s\/[^/]+\//, "/s/.../");

/** What the log says of every request. `originalUrl`: before a gateway took something off it. */
export const outlineOf = (
  request: IncomingMessage & { readonly originalUrl?: string },
  { statusCode }: ServerResponse,
): object => {
  const traceId = traceOf(request);
  return {
    ...(traceId !== undefined && { traceId }),
    method: request.method,
    path: withoutSignature((request.originalUrl ?? request.url ?? "").split("?")[0] ?? ""),
    status: statusCode,
    client: clientAddress(request),
  };
};

const fieldsOf = (request: Request, response: Response, started: number): object => {
  const problem: unknown = response.locals["problem"];
  const known = problem instanceof Problem ? problem : undefined;
  return {
    requestId: response.locals["requestId"],
    ...outlineOf(request, response),
    ms: Math.round(performance.now() - started),
    ...(!response.writableFinished && { aborted: true }),
    ...(known && { problem: known.slug }),
    ...(known?.cause !== undefined && { err: known.cause }),
  };
};

/** The pattern that the path was found by: paths themselves are without number. */
const routeOf = (request: Request, response: Response): string => {
  const given = response.locals["route"] as string | undefined;
  const found = request.route as { readonly path: string } | undefined;
  return given ?? (found ? `${request.baseUrl}${found.path}` : "none");
};

/** Notes each request once, when it has ended, however it did. */
export const noteRequests =
  (log: Log, metrics: RequestMetrics): RequestHandler =>
  (request, response, next) => {
    const started = performance.now();
    const id = callIdOf(request) ?? newId();
    response.locals["requestId"] = id;
    response.set({ "X-Call-Id": id, "X-Content-Type-Options": "nosniff" });
    metrics.note(request.method, response, () => routeOf(request, response));
    response.once("close", () => {
      log[levelOf(request, response)](fieldsOf(request, response, started), "request");
    });
    next();
  };
