/**
 * `npm run pictures [folder]`: takes the README's pictures of the player, with the music of a folder in it. Without one,
 * Maxstack's music for Endgame: Singularity (CC BY-SA 3.0), as Debian's package singularity-music holds it.
 */
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Browser } from "playwright-core";
import { isMusicName } from "../../api-client/music-files.ts";
import { startBrowser } from "../support/browser.ts";
import { type Look, openPlayer, playRow } from "../support/player-page.ts";
import { isDone, type Server, startServer, until, upload } from "../support/server.ts";

const [music = "/usr/share/games/singularity/music", playing = "Through Space"] =
  process.argv.slice(2);
/** Seconds into it: the wave is partly played. */
const at = 80;

type Picture = {
  readonly name: string;
  readonly look: Look;
  /** The stage instead of the list. */
  readonly stage: boolean;
};

const pictures: readonly Picture[] = [
  { name: "library", look: "desktop light", stage: false },
  { name: "library-phone", look: "phone dark", stage: false },
  { name: "now-playing", look: "desktop dark", stage: true },
  { name: "now-playing-phone", look: "phone light", stage: true },
];

const addMusic = async (server: Server): Promise<void> => {
  const files = (await readdir(music, { recursive: true })).filter(isMusicName);
  for (const file of files.toSorted()) {
    const bytes = await readFile(join(music, file));
    const { id } = await upload(server, bytes, { query: { filename: basename(file) } });
    await until(server, id, isDone);
  }
};

const take = async (
  browser: Browser,
  url: string,
  { name, look, stage }: Picture,
): Promise<void> => {
  const { page } = await openPlayer(browser, url, look);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await playRow(page, playing);
  await page.waitForFunction(() => (document.querySelector("audio")?.currentTime ?? 0) > 0);
  await page.locator("audio").evaluate((audio: HTMLAudioElement, seconds) => {
    audio.currentTime = seconds;
  }, at);
  await page.waitForFunction(
    (seconds) => (document.querySelector("audio")?.currentTime ?? 0) > seconds,
    at,
  );
  if (stage) {
    await page.keyboard.press("n");
    await page.getByRole("dialog", { name: "Now playing" }).waitFor();
  } else await page.locator("main").evaluate((main) => main.scrollTo(0, 0));
  await page.mouse.move(0, 0);
  await page.screenshot({
    path: join(import.meta.dirname, `${name}.jpg`),
    type: "jpeg",
    quality: 88,
  });
  await page.context().close();
};

const server = await startServer();
const browser = await startBrowser();
try {
  await addMusic(server);
  for (const picture of pictures) await take(browser, `${server.url}/`, picture);
} finally {
  await browser.close();
  await server.stop();
}
