/** A page with nothing but hls.js as it comes: what any player of HLS makes of a song. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import type { Song } from "../../api-client/contract.ts";
import type { Watched } from "./browser.ts";
import type { Server } from "./server.ts";

const script = readFileSync(join(import.meta.dirname, "../../node_modules/hls.js/dist/hls.min.js"));

const html = `<!doctype html><title>hls.js</title><audio></audio><script src="hls.js"></script>`;

/** On the server's own origin; plays the song as soon as it is there. */
export const playPlainly = async (
  browser: Browser,
  server: Server,
  song: Pick<Song, "id">,
): Promise<Watched> => {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.route("**/plain/*", (route) =>
    route.request().url().endsWith(".js")
      ? route.fulfill({ contentType: "text/javascript", body: script })
      : route.fulfill({ contentType: "text/html", body: html }),
  );
  await page.goto(`${server.url}/plain/`);
  await page.evaluate(
    async (playlist) => {
      type Player = { loadSource(url: string): void; attachMedia(audio: HTMLAudioElement): void };
      const { Hls } = globalThis as unknown as { Hls: new (config: object) => Player };
      const audio = document.querySelector("audio") as HTMLAudioElement;
      const player = new Hls({ maxBufferLength: 20, backBufferLength: 30, enableWorker: false });
      player.loadSource(playlist);
      player.attachMedia(audio);
      await audio.play();
    },
    server.stream(song, "main.m3u8"),
  );
  return { page, errors };
};
