/** What the page weighs before the engine, which the first sound waits for. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBrowser } from "../../support/browser.ts";
import { type Server, startServer } from "../../support/server.ts";

let server: Server;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), startBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const gzipped = async (url: string): Promise<number> => {
  // fetch would undo it, and not say how many bytes came.
  const response = await fetch(url, { method: "HEAD", headers: { "Accept-Encoding": "gzip" } });
  expect(response.headers.get("Content-Encoding")).toBe("gzip");
  return Number(response.headers.get("Content-Length"));
};

test("no more than 30 kB of scripts are asked for before hls.js", async () => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const scripts: string[] = [];
  page.on("request", (request) => {
    if (request.resourceType() === "script") scripts.push(request.url());
  });
  await page.goto(`${server.url}/`);
  const isEngine = (url: string): boolean => url.includes("/sounding-");
  await expect.poll(() => scripts.some(isEngine)).toBe(true);
  const before = scripts.slice(0, scripts.findIndex(isEngine));
  const bytes = await Promise.all(before.map(gzipped));
  expect(before.length).toBeGreaterThan(0);
  expect(bytes.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(30_000);
  await page.close();
});
