/** The page in a browser: music in, sound out. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hear, listen, openPage, playing, startBrowser } from "../support/browser.ts";
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

const row = (title: string) => `li:has(.title:text-is("${title}"))`;

describe("the page", () => {
  test("takes a file, plays it with the sound it has, and seeks in it", async () => {
    // Two tones: which of them sounds tells where in the song the player is.
    const tones =
      "-f lavfi -i sine=600:d=20:r=44100 -f lavfi -i sine=1800:d=20:r=44100 -filter_complex [0][1]concat=v=0:a=1";
    const path = await file(
      "Two tones",
      `${tones} -metadata title=Two -metadata artist=Tones`,
      "flac",
    );
    const { page, errors } = await openPage(browser, `${server.url}/`);
    expect(page.url()).toBe(`${server.url}/function/player/`);
    await page.getByText("No music yet").waitFor();
    await page.setInputFiles("#files", path);
    await page.locator(`${row("Two")}[data-state="ready"]`).waitFor({ timeout: 60_000 });
    expect(await page.locator(`${row("Two")} .artist`).textContent()).toBe("Tones");
    expect(await page.locator(`${row("Two")} .state`).textContent()).toBe("0:40");

    await listen(page);
    await page.getByRole("button", { name: "Play Two" }).click();
    await expect
      .poll(async () => (await playing(page)).time, { timeout: 20_000 })
      .toBeGreaterThan(1);
    const first = await hear(page);
    expect(first.frequency).toBeGreaterThan(590);
    expect(first.frequency).toBeLessThan(610);
    expect(first.level).toBeGreaterThan(-40);
    expect((await playing(page)).duration).toBeCloseTo(40, 1);

    await page.evaluate(() => {
      (document.querySelector("audio") as HTMLAudioElement).currentTime = 30;
    });
    await expect
      .poll(async () => (await playing(page)).time, { timeout: 20_000 })
      .toBeGreaterThan(31);
    const second = await hear(page);
    expect(second.frequency).toBeGreaterThan(1_790);
    expect(second.frequency).toBeLessThan(1_810);
    expect(errors).toEqual([]);
    await page.close();
  });

  test("says why a file is refused", async () => {
    const path = join(folder, "notes.mp3");
    await writeFile(path, "These are words.");
    const { page } = await openPage(browser, `${server.url}/`);
    await page.setInputFiles("#files", path);
    await page.getByText("No sound found in this file.").waitFor();
    expect(await page.locator("#message").textContent()).toContain("notes.mp3");
    await page.close();
  });

  test("asks for a token where one is needed, and then sends what waited", async () => {
    const guarded = await startServer({ env: { SEGUE_TOKEN: "a-good-token" } });
    const path = await file("Guarded", "-f lavfi -i sine=440:d=2", "wav");
    const { page } = await openPage(browser, `${guarded.url}/`);
    await page.setInputFiles("#files", path);
    await page.getByLabel("Token").fill("a-good-token");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator(`${row("Guarded")}[data-state="ready"]`).waitFor({ timeout: 60_000 });
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
    await page.getByText("Can't reach your server. Trying again.").waitFor({ timeout: 30_000 });
    const second = await startServer({ dataDir, env: { PORT: port } });
    const body = new Uint8Array(await made("-f lavfi -i sine=440:d=2", "wav"));
    const answer = await fetch(second.crud("songs?title=Elsewhere"), {
      method: "POST",
      body,
      headers: { "Content-Type": "audio/wav" },
    });
    const { id } = (await answer.json()) as { id: string };
    await until(second, id, isDone);
    await page.locator(`${row("Elsewhere")}[data-state="ready"]`).waitFor({ timeout: 30_000 });
    await page.close();
    await second.stop();
  });
});
