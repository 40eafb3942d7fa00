/** A server whose library is filled, and a browser. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { startBrowser } from "./browser.ts";
import { fillLibrary, type Shelved } from "./library.ts";
import { type Server, startServer } from "./server.ts";

export type LibraryRoom = {
  readonly server: Server;
  readonly browser: Browser;
};

/** For the tests of the file that calls it. */
export const libraryRoom = (songs: readonly Shelved[]): LibraryRoom => {
  let folder: string;
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "segue-room-"));
    await fillLibrary(folder, songs);
    [server, browser] = await Promise.all([startServer({ dataDir: folder }), startBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(folder, { recursive: true });
  });

  return {
    get server() {
      return server;
    },
    get browser() {
      return browser;
    },
  };
};
