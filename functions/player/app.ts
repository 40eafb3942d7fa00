/** The built player over HTTP. */
import sirv from "sirv";
import { createApp } from "../core/http/app.ts";
import type { Log } from "../core/http/log.ts";
import { createMetrics } from "../core/http/metrics.ts";
import { onlyMethods } from "../core/http/problems.ts";
import type { RunningFunction } from "../core/http/run.ts";

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

export const startPlayer = ({ folder, log }: Options): RunningFunction => {
  const metrics = createMetrics();
  const files = sirv(folder, {
    etag: true,
    gzip: true,
    brotli: true,
    setHeaders(response, path) {
      // Vite names what is in here by its content.
      if (path.startsWith("/assets/"))
        response.setHeader("Cache-Control", `public, max-age=${year}, immutable`);
      else response.setHeader("Cache-Control", "no-cache");
    },
  });
  const app = createApp({ log, metrics }, (routes) => {
    routes.use((_request, response, next) => {
      response.set({
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
      });
      next();
    });
    routes.get("/*path", files);
    routes.get("/", files);
    routes.all("/*path", onlyMethods("GET", "HEAD"));
  });
  return { listener: app, open: metrics.open, stop: async () => {} };
};
