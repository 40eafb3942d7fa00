/** The player's page, as a person with a screen, a pointer or a finger has it. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { Song } from "../../api-client/contract.ts";
import { playing, type Watched } from "./browser.ts";
import { isDone, type Server, until, upload } from "./server.ts";
import { made } from "./sound.ts";

export type Look = "desktop light" | "desktop dark" | "phone light" | "phone dark";

export const looks: readonly Look[] = [
  "desktop light",
  "desktop dark",
  "phone light",
  "phone dark",
];

const optionsOf = (look: Look): BrowserContextOptions => {
  const isPhone = look.startsWith("phone");
  return {
    viewport: isPhone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    colorScheme: look.endsWith("dark") ? "dark" : "light",
    hasTouch: isPhone,
    isMobile: isPhone,
  };
};

/** With what the console and scripts complain of, unless it is about a line that a test cuts. */
export const openPlayer = async (
  browser: Browser,
  url: string,
  look: Look = "desktop light",
): Promise<Watched> => {
  const context = await browser.newContext(optionsOf(look));
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(`${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => errors.push(String(error.stack)));
  await page.goto(url);
  return { page, errors };
};

export type NewSong = {
  readonly title: string;
  /** Hz */
  readonly tone: number;
  readonly seconds?: number;
  readonly album?: string;
  readonly track?: number;
  /** mp3 has fewer renditions, and is ready sooner. */
  readonly format?: "flac" | "mp3";
};

/** A sine with tags. */
export const songFile = ({
  title,
  tone,
  seconds = 20,
  album,
  track,
  format = "flac",
}: NewSong): Promise<Buffer> => {
  const tags = [
    `title=${title}`,
    "artist=Tester",
    album && `album=${album}`,
    track && `track=${track}`,
  ];
  const written = tags.filter(Boolean).map((tag) => `-metadata ${tag}`);
  return made(`-f lavfi -i sine=${tone}:d=${seconds}:r=44100 ${written.join(" ")}`, format);
};

/** In the library, and ready: the last one is the newest. */
export const addSongs = async (server: Server, songs: readonly NewSong[]): Promise<Song[]> => {
  const added: Song[] = [];
  for (const song of songs) {
    const { id } = await upload(server, await songFile(song));
    added.push(await until(server, id, isDone));
  }
  return added;
};

export const row = (page: Page, title: string): Locator =>
  page.getByRole("row").filter({ has: page.locator(`.title:text-is("${title}")`) });

export const playRow = (page: Page, title: string): Promise<void> =>
  row(page, title).locator(".title").click();

export const bar = (page: Page): Locator => page.getByRole("region", { name: "Player" });

/** Titles of what is up next. */
export const upNext = (page: Page): Promise<string[]> =>
  page.getByRole("list", { name: "Up next" }).locator(".title").allTextContents();

/** What axe finds wrong: rule and element, one a line. */
export const violations = async (page: Page): Promise<string[]> => {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
};

/** Seconds on the time line of the page's audio element. */
export const time = async (page: Page): Promise<number> => (await playing(page)).time;

export const sounds = async (page: Page): Promise<void> => {
  await expect.poll(() => time(page)).toBeGreaterThan(0.3);
};

/** Resolves once the bar has that song. */
export const nowPlaying = (page: Page, title: string): Promise<void> =>
  bar(page)
    .getByRole("button", { name: `Open now playing: ${title}` })
    .waitFor();
