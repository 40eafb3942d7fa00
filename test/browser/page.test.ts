/** The page in a browser: music in, sound out. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hear, listen, openPage, playing, startBrowser } from "../support/browser.ts";
import { expectTone } from "../support/expect-sound.ts";
import { isDone, type Server, startServer, until } from "../support/server.ts";
import { made } from "../support/sound.ts";

let server: Server;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "segue-page-"));
  [server, browser] = await Promise.all([startServer(), startBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await rm(folder, { recursive: true });
});

const file = async (name: string, options: string, ending: string): Promise<string> => {
  const path = join(folder, `${name}.${ending}`);
  await writeFile(path, await made(options, ending));
  return path;
};

const choose = async (page: Page, path: string): Promise<void> => {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Add music" }).first().click(),
  ]);
  await chooser.setFiles(path);
};

const row = (page: Page, title: string) =>
  page.getByRole("row").filter({ has: page.locator(`.title:text-is("${title}")`) });

describe("the page", () => {
  test("takes a file, plays it with the sound it has, and goes on from elsewhere in it", async () => {
    // Two tones: which of them sounds tells where in the song the player is.
    const tones =
      "-f lavfi -i sine=600:d=20:r=44100 -f lavfi -i sine=1800:d=20:r=44100 -filter_complex [0][1]concat=v=0:a=1";
    const tags = "-metadata title=Two -metadata artist=Tones";
    const path = await file("Two tones", `${tones} ${tags}`, "flac");
    const { page, errors } = await openPage(browser, `${server.url}/`);
    expect(page.url()).toBe(`${server.url}/function/player/`);
    await page.getByText("No music yet").waitFor();
    await choose(page, path);
    await row(page, "Two").getByText("0:40").waitFor({ timeout: 60_000 });
    await row(page, "Two").getByText("Tones").waitFor();

    await listen(page);
    await row(page, "Two").locator(".title").click();
    await expect
      .poll(async () => (await playing(page)).time, { timeout: 20_000 })
      .toBeGreaterThan(1);
    await expectTone({ page }, 600);
    expect((await hear(page)).level).toBeGreaterThan(-40);
    expect(await page.title()).toBe("Two · Tones – Segue");

    // The page's own keys: five seconds at a time.
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    for (let times = 0; times < 5; times++) await page.keyboard.press("ArrowRight");
    await expectTone({ page }, 1_800);
    expect(errors).toEqual([]);
    await page.close();
  });

  test("asks for a token where one is needed, and then sends what waited", async () => {
    const guarded = await startServer({ env: { SEGUE_TOKEN: "a-good-token" } });
    const path = await file("Guarded", "-f lavfi -i sine=440:d=2", "wav");
    const { page } = await openPage(browser, `${guarded.url}/`);
    await choose(page, path);
    await page.getByLabel("Token").fill("a-bad-token");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("That token didn't work. Copy it again from the server.").waitFor();
    await page.getByLabel("Token").fill("a-good-token");
    await page.getByRole("button", { name: "Sign in" }).click();
    await row(page, "Guarded").getByText("0:02").waitFor({ timeout: 60_000 });
    await page.close();
    await guarded.stop();
  });

  test("shows what others add, and carries on when the server was away", async () => {
    const dataDir = await mkdtemp(join(folder, "data-"));
    const first = await startServer({ dataDir });
    const port = new URL(first.url).port;
    const { page } = await openPage(browser, `${first.url}/`);
    await page.getByText("No music yet").waitFor();
    await first.kill();
    await page.getByText("Can't reach your server. Trying again in").waitFor({ timeout: 90_000 });
    const second = await startServer({ dataDir, env: { PORT: port } });
    const body = new Uint8Array(await made("-f lavfi -i sine=440:d=2", "wav"));
    const answer = await fetch(second.crud("songs?title=Elsewhere"), {
      method: "POST",
      body,
      headers: { "Content-Type": "audio/wav" },
    });
    const { id } = (await answer.json()) as { id: string };
    await until(second, id, isDone);
    await row(page, "Elsewhere").getByText("0:02").waitFor({ timeout: 90_000 });
    await page.getByRole("region", { name: "Connection" }).waitFor({ state: "hidden" });
    await page.close();
    await second.stop();
  });
});
