/** The engine in Chromium, and a test's hold on it. */
import type { Browser, Page } from "playwright-core";
import type { EngineState, Quality } from "../../client/playback/engine.ts";
import { openPage } from "./browser.ts";
import type { EnginePage } from "./engine-page.ts";
import type { Hands, Told } from "./engine-page/main.ts";
import type { Server } from "./server.ts";

export type { Told } from "./engine-page/main.ts";

/** What the page's own script may name: all of it is global there. */
export type InPage = typeof globalThis & Hands;

export type Seen = {
  readonly status: EngineState["status"];
  /** Id of the song that plays. */
  readonly song: string | undefined;
  readonly rendition: string | undefined;
  readonly position: number;
  readonly duration: number | undefined;
  readonly buffered: readonly { readonly start: number; readonly end: number }[];
};

export type Element = {
  readonly currentTime: number;
  readonly volume: number;
  /** Seconds on its own time line to which it is loaded. */
  readonly reached: number;
};

export type Player = {
  readonly page: Page;
  readonly errors: readonly string[];
  /** Addresses of all segments asked for so far: `<song id>/<rendition>/<segment>`. */
  readonly segments: readonly string[];
  /** Calls a method of the engine; a song goes by its id. */
  call(
    method: "play" | "load" | "warm" | "follow" | "update",
    id: string | undefined,
    at?: number,
  ): Promise<void>;
  call(method: "pause" | "resume" | "retry" | "stop" | "destroy"): Promise<void>;
  /** Plays them one after another, as a queue does. */
  queue(ids: readonly string[]): Promise<void>;
  seek(seconds: number): Promise<void>;
  quality(quality: Quality): Promise<void>;
  /** The audio element itself. */
  element(): Promise<Element>;
  seen(): Promise<Seen>;
  told(): Promise<Told[]>;
  close(): Promise<void>;
};

const watchSegments = (page: Page): string[] => {
  const segments: string[] = [];
  page.on("request", (request) => {
    const found = /streaming\/([\w-]+)\/[\w-]+\/(\w+)\/(\d+)\.m4s/.exec(request.url());
    if (found) segments.push(found.slice(1).join("/"));
  });
  return segments;
};

/** `crud`: another way to the server, as through a proxy. `script`: runs before the page's own. */
export const openPlayer = async (
  browser: Browser,
  enginePage: EnginePage,
  server: Pick<Server, "crud">,
  script?: () => void,
): Promise<Player> => {
  const { page, errors } = await openPage(browser, enginePage.url(server.crud("")), script);
  const segments = watchSegments(page);
  return {
    page,
    errors,
    segments,
    call: (method: string, id?: string, at?: number) =>
      page.evaluate(
        async ([name, songId, seconds]) => {
          const { engine, client, songs } = globalThis as unknown as Hands;
          const song =
            songId === undefined ? undefined : (songs[songId] ?? (await client.get(songId)));
          if (song) songs[song.id] = song;
          (engine[name as "play"] as (...all: unknown[]) => void)(song, seconds);
        },
        [method, id, at] as const,
      ),
    queue: (ids) =>
      page.evaluate(async (all) => {
        const { engine, client, upNext } = globalThis as unknown as Hands;
        const found = await Promise.all(all.map((id) => client.get(id)));
        const [first, second, ...others] = found.filter((song) => song !== undefined);
        if (!first) throw new Error("There is no such song.");
        upNext.push(...others);
        engine.play(first);
        engine.follow(second);
      }, ids),
    seek: (seconds) =>
      page.evaluate((to) => (globalThis as unknown as Hands).engine.seek(to), seconds),
    quality: (quality) =>
      page.evaluate((name) => (globalThis as unknown as Hands).engine.setQuality(name), quality),
    element: () =>
      page.evaluate(() => {
        const { currentTime, volume, buffered } = (globalThis as unknown as Hands).audio;
        const reached = buffered.length > 0 ? buffered.end(buffered.length - 1) : 0;
        return { currentTime, volume, reached };
      }),
    seen: () =>
      page.evaluate(() => {
        const { engine, told } = globalThis as unknown as Hands;
        const state = told.findLast((one) => one.kind === "state")?.state;
        const { position, duration, buffered } = engine;
        return {
          status: state?.status ?? "idle",
          song: state?.song?.id,
          rendition: state?.rendition,
          position,
          duration,
          buffered,
        };
      }),
    told: () => page.evaluate(() => (globalThis as unknown as Hands).told),
    close: () => page.close(),
  };
};
