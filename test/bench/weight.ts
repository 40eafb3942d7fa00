/** The JavaScript that a browser fetches before it fetches hls.js. */
import type { Browser } from "playwright-core";
import { startBrowser } from "../support/browser.ts";
import { type Server, startServer } from "../support/server.ts";
import type { Figure } from "./measure.ts";

/** The engine, and hls.js behind it. */
const isEngine = (url: string): boolean => /\/(?:sounding|create)-[^/]*\.js$/.test(url);

const gzipped = async (url: string): Promise<number> => {
  const response = await fetch(url, { method: "HEAD", headers: { "Accept-Encoding": "gzip" } });
  return Number(response.headers.get("Content-Length"));
};

const scriptsBefore = async (browser: Browser, url: string, width: number): Promise<string[]> => {
  const page = await browser.newPage({ viewport: { width, height: 844 } });
  const scripts: string[] = [];
  page.on("request", (request) => {
    if (request.resourceType() === "script") scripts.push(request.url());
  });
  await Promise.all([page.waitForRequest((request) => isEngine(request.url())), page.goto(url)]);
  await page.close();
  return scripts.slice(0, scripts.findIndex(isEngine));
};

const weigh = async (browser: Browser, { url }: Server, width: number): Promise<Figure> => {
  const scripts = await scriptsBefore(browser, `${url}/`, width);
  const bytes = await Promise.all(scripts.map(gzipped));
  const total = bytes.reduce((sum, count) => sum + count, 0);
  return {
    name: `JavaScript before hls.js, at ${width} px`,
    value: total / 1000,
    unit: "kB gzipped",
    goal: { most: 30 },
    detail: scripts.map((script, n) => `${script.split("/").at(-1)} ${bytes[n]} bytes`).join(", "),
  };
};

export const scriptWeight = async (): Promise<Figure[]> => {
  const [server, browser] = await Promise.all([startServer(), startBrowser()]);
  try {
    return [await weigh(browser, server, 1440), await weigh(browser, server, 390)];
  } finally {
    await browser.close();
    await server.stop();
  }
};
