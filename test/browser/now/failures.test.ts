/** What goes wrong while one listens: each says its sentence, has its button, and costs nothing of the queue. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Song } from "../../../api-client/contract.ts";
import { playing, startBrowser } from "../../support/browser.ts";
import {
  addSongs,
  bar,
  openPlayer,
  playRow,
  sounds,
  time,
  upNext,
  violations,
} from "../../support/player-page.ts";
import { type Server, startServer } from "../../support/server.ts";

let folder: string;
let server: Server;
let browser: Browser;
let page: Page;
let songs: Song[];
let isAway = false;

/** Newest first, as the list shows them. */
const titles = ["Third", "Second", "First"];

const kill = async (): Promise<void> => {
  await server.kill();
  isAway = true;
};
const comeBack = async (): Promise<void> => {
  if (isAway)
    server = await startServer({ dataDir: folder, env: { PORT: new URL(server.url).port } });
  isAway = false;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "segue-failures-"));
  [server, browser] = await Promise.all([startServer({ dataDir: folder }), startBrowser()]);
  songs = await addSongs(
    server,
    titles.toReversed().map((title) => ({
      title,
      tone: 400,
      seconds: title === "Third" ? 130 : 10,
      format: "mp3",
    })),
  );
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await comeBack();
  // What the console says of a line that is cut is not the page's fault.
  ({ page } = await openPlayer(browser, `${server.url}/`));
  await playRow(page, "Third");
  await sounds(page);
  return () => page.context().close();
});

/** Past all that is loaded. */
const seekAhead = async (): Promise<void> => {
  const wave = bar(page).getByRole("slider", { name: "Seek" });
  for (let n = 0; n < 4; n++) await wave.press("PageUp");
};

const says = (text: string | RegExp): Promise<void> => bar(page).getByText(text).waitFor();
const isSilentAbout = (text: string): Promise<void> =>
  bar(page).getByText(text).waitFor({ state: "detached" });
const press = (name: string): Promise<void> =>
  bar(page).getByRole("button", { name, exact: true }).click();

describe("while one listens", () => {
  test("a server that is killed and comes back is waited for, and the song goes on", async () => {
    await kill();
    await seekAhead();
    await says(/Can't reach your server\. Trying again in \d+ s\./);
    await press("Try now");
    await says("Can't reach your server.");
    expect(await violations(page)).toEqual([]);
    await comeBack();
    await expect.poll(() => time(page)).toBeGreaterThan(121);
    await isSilentAbout("Can't reach your server.");
    expect(await upNext(page)).toEqual(["Second", "First"]);
  });

  test("a line that is lost and comes back resumes alone", async () => {
    await page.context().setOffline(true);
    await seekAhead();
    await says("Connection lost. Playing what's loaded.");
    await page.getByText("You're offline. Songs already loaded still play.").first().waitFor();
    expect(await violations(page)).toEqual([]);
    await bar(page).getByRole("button", { name: "Open now playing: Third" }).click();
    const stage = page.getByRole("dialog", { name: "Now playing" });
    // Not what is said aloud, which has the same words and goes with the open dialog.
    await stage.locator(".trouble").getByText("Connection lost. Playing what's loaded.").waitFor();
    await page.keyboard.press("Escape");
    await stage.waitFor({ state: "detached" });
    await page.context().setOffline(false);
    await expect.poll(() => time(page)).toBeGreaterThan(121);
    await isSilentAbout("Connection lost.");
  });

  test("a view that nobody has opened yet can be opened without a line, and says what it lacks", async () => {
    await page.waitForFunction(() =>
      performance.getEntriesByType("resource").some(({ name }) => /\/late-[^/]*\.js$/.test(name)),
    );
    await page.context().setOffline(true);
    for (const view of ["Albums", "Artists"]) {
      await page.getByRole("link", { name: view }).first().click();
      await page.getByText(`Can't load your ${view.toLowerCase()}.`).waitFor();
      await page.getByRole("region", { name: "Connection" }).waitFor();
    }
    await page.context().setOffline(false);
    await page.getByRole("region", { name: "Connection" }).waitFor({ state: "detached" });
  });

  test("a token that expires is asked for anew, and the song goes on", async () => {
    const refuse = "**/streaming/**";
    await page.route(refuse, (route) =>
      route.fulfill({ status: 401, contentType: "application/problem+json", body: "{}" }),
    );
    await seekAhead();
    await says("Sign in to hear this song.");
    expect((await playing(page)).paused).toBe(false);
    await press("Sign in");
    const dialog = page.getByRole("dialog", { name: "Sign in" });
    await dialog.getByLabel("Token").fill("another");
    await page.unroute(refuse);
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => time(page)).toBeGreaterThan(121);
    await isSilentAbout("Sign in to hear this song.");
    expect(await upNext(page)).toEqual(["Second", "First"]);
  });

  test("a song that cannot be played says its own reason, and is tried again", async () => {
    const first = songs[0];
    const reason = { type: "urn:segue:preparation-failed", title: "It was too odd.", status: 500 };
    const failed = { ...first, start: undefined, state: "failed", playable: false, reason };
    const question = `**/songs/${first?.id}`;
    await page.route(/include=start/, (route) => route.abort());
    await page.route(question, (route) => route.fulfill({ json: failed }));
    await page.reload();
    await playRow(page, "First");
    await says("It was too odd.");
    await page.unroute(question);
    await press("Try again");
    await sounds(page);
    await isSilentAbout("It was too odd.");
  });

  test("a song that is slow to load can be skipped", async () => {
    const network = await page.context().newCDPSession(page);
    await network.send("Network.enable");
    await network.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 20_000,
      downloadThroughput: 2_000,
      uploadThroughput: 2_000,
    });
    await seekAhead();
    await says("This song is slow to load.");
    await press("Skip");
    await network.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
    await bar(page).getByRole("button", { name: "Open now playing: Second" }).waitFor();
    await sounds(page);
    await isSilentAbout("This song is slow to load.");
  });

  test("a song that was deleted elsewhere leaves the queue by its button", async () => {
    const [, second] = songs;
    await page.reload();
    await bar(page).getByRole("button", { name: "Open now playing: Third" }).waitFor();
    await page.route(`**/streaming/${songs[2]?.id ?? ""}/**`, (route) =>
      route.fulfill({ status: 404, contentType: "application/problem+json", body: "{}" }),
    );
    await press("Play");
    await says("This song was deleted.");
    await press("Remove from queue");
    await bar(page)
      .getByRole("button", { name: `Open now playing: ${second?.title}` })
      .waitFor();
    await isSilentAbout("This song was deleted.");
  });

  test("a browser that wants a press first gets one", async () => {
    await page.addInitScript(() => {
      const play = HTMLMediaElement.prototype.play;
      HTMLMediaElement.prototype.play = function refuse() {
        HTMLMediaElement.prototype.play = play;
        return Promise.reject(new DOMException("Press something first.", "NotAllowedError"));
      };
    });
    await page.reload();
    await press("Play");
    await says("Press play to go on.");
    await bar(page).locator(".trouble").getByRole("button", { name: "Play" }).click();
    const { time: before } = await playing(page);
    await expect.poll(() => time(page)).toBeGreaterThan(before);
    await isSilentAbout("Press play to go on.");
  });

  test("a browser that can play none of it says so, and offers AAC", async () => {
    await page.addInitScript(() => {
      MediaSource.isTypeSupported = () => false;
    });
    // Then it tries the playlist by itself.
    await page.route("**/main.m3u8", (route) => route.fulfill({ body: "No playlist." }));
    await page.reload();
    await press("Play");
    await says("Your browser can't play this version.");
    expect(await bar(page).getByRole("button", { name: "Play AAC" }).count()).toBe(1);
    expect(await upNext(page)).toEqual(["Second", "First"]);
  });
});
