/** The built player over HTTP. */
import type { RequestHandler } from "express";
import sirv from "sirv";
import { createApp } from "../core/http/app.ts";
import type { Log } from "../core/http/log.ts";
import { createMetrics } from "../core/http/metrics.ts";
import { onlyMethods } from "../core/http/problems.ts";
import type { RunningFunction } from "../core/http/run.ts";
import { viewPaths } from "./views.ts";

/** `folder`: what Vite has built. */
type Options = { readonly folder: string; readonly log: Log };

/** Nothing but our own, except songs: those may come from a CDN, and reach the audio element as blobs. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' https: http: data:",
  "font-src 'self'",
  "connect-src 'self' https: http:",
  "media-src 'self' blob: https: http:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const year = 365 * 24 * 60 * 60;

/** Vite names what is in there by its content. */
const cachingOf = (path: string): string =>
  path.startsWith("/assets/") ? `public, max-age=${year}, immutable` : "no-cache";

const setHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    "Content-Security-Policy": policy,
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    Vary: "Accept-Encoding",
  });
  next();
};

/** Files are small: pieces of them would only be pieces of one coding or another. */
const whole: RequestHandler = (request, _response, next) => {
  delete request.headers.range;
  next();
};

const paths: ReadonlySet<string> = new Set(["/", "/shared", ...viewPaths]);

/** Beneath a slash, the page's relative addresses would lead astray. */
const toPage: RequestHandler = (request, _response, next) => {
  if (paths.has(request.path)) request.url = "/index.html";
  next();
};

export const startPlayer = ({ folder, log }: Options): RunningFunction => {
  const metrics = createMetrics();
  const files = sirv(folder, { etag: true, gzip: true, brotli: true, extensions: [] });
  const withCaching: RequestHandler = (request, response, next) => {
    response.set("Cache-Control", cachingOf(request.path));
    files(request, response, next);
  };
  const app = createApp({ log, metrics }, (routes) => {
    routes.use(setHeaders);
    routes.use(toPage);
    routes.get("/*path", whole, withCaching);
    routes.all("/index.html", onlyMethods("GET", "HEAD"));
  });
  return { listener: app, open: metrics.open, stop: async () => {} };
};
