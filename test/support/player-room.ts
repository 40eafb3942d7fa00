/** A server with songs, a browser, and for each test a page of its own. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Song } from "../../api-client/contract.ts";
import { startBrowser, type Watched } from "./browser.ts";
import { addSongs, type NewSong, openPlayer } from "./player-page.ts";
import { type Server, startServer } from "./server.ts";

export type Room = {
  readonly server: Server;
  readonly page: Page;
  /** Errors of the page so far. */
  readonly errors: readonly string[];
  /** As they were added: the last one is the newest. */
  readonly songs: readonly Song[];
};

/** For the tests of the file that calls it. */
export const playerRoom = (newSongs: readonly NewSong[]): Room => {
  let server: Server;
  let browser: Browser;
  let watched: Watched;
  let songs: Song[];

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), startBrowser()]);
    songs = await addSongs(server, newSongs);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });
  beforeEach(async () => {
    watched = await openPlayer(browser, `${server.url}/`);
    return () => watched.page.context().close();
  });

  return {
    get server() {
      return server;
    },
    get page() {
      return watched.page;
    },
    get errors() {
      return watched.errors;
    },
    get songs() {
      return songs;
    },
  };
};
