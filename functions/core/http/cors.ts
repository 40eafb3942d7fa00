/** Which pages may read what is served; none but our own may write. */
import type { RequestHandler } from "express";
import { Problem } from "../problem.ts";
import { type Head, headOf } from "./head.ts";

/** Origins, as `https://music.example`; `*` stands for all. */
export type Origins = "*" | readonly string[];

export type Readers = {
  /** What every answer says. */
  readonly always: Head;
  /** What an answer says besides to the page that asked. */
  headFor(origin: string | undefined): Head;
};

const exposed =
  "Accept-Ranges, Content-Range, ETag, Link, Location, Retry-After, X-Call-Id, X-Total-Count";

const allowing = (origin: string): Head =>
  headOf({
    "Access-Control-Allow-Origin": origin,
    "Access-Control-Expose-Headers": exposed,
    // https://www.w3.org/TR/resource-timing/#sec-timing-allow-origin: players measure the line by it.
    "Timing-Allow-Origin": origin,
  });

export const createReaders = (origins: Origins): Readers => {
  const nothing: Head = [];
  if (origins === "*") return { always: allowing("*"), headFor: () => nothing };
  const known = new Map(origins.map((origin) => [origin, allowing(origin)]));
  return {
    always: ["Vary", "Origin"],
    headFor: (origin) => (origin !== undefined && known.get(origin)) || nothing,
  };
};

/** How long (s) a browser may remember the answer to a preflight; more than a day none does. */
const remembered = 24 * 60 * 60;

const mayAsk = {
  "Access-Control-Allow-Methods": "GET, HEAD",
  "Access-Control-Allow-Headers":
    "Authorization, If-Match, If-None-Match, If-Range, Range, X-Call-Id, Traceparent",
  "Access-Control-Max-Age": String(remembered),
  "Cache-Control": "no-store",
};

const refusal = (): Problem =>
  new Problem("foreign-origin", { detail: "Pages of other origins may read, and may not write." });

/** Answers preflights (https://fetch.spec.whatwg.org/#cors-preflight-fetch), and lets pages see what they read. */
export const letRead =
  (readers: Readers): RequestHandler =>
  (request, response, next) => {
    const wanted = request.get("Access-Control-Request-Method");
    const isPreflight = request.method === "OPTIONS" && wanted !== undefined;
    const method = isPreflight ? wanted : request.method;
    if (method === "GET" || method === "HEAD") {
      const head = [...readers.always, ...readers.headFor(request.get("Origin"))];
      for (let n = 0; n < head.length; n += 2) response.append(head[n] ?? "", head[n + 1]);
    } else if (isPreflight) throw refusal();
    if (isPreflight) response.status(204).set(mayAsk).end();
    else next();
  };
