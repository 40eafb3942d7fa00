/** A link in a browser that knows nothing of the library: what it shows, and what it does not. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { NewShare, Song } from "../../api-client/contract.ts";
import { createShares } from "../../api-client/shares.ts";
import { playing, startBrowser } from "../support/browser.ts";
import { addSongs, openPlayer, row, violations } from "../support/player-page.ts";
import { startPrivateServer, token } from "../support/private.ts";
import type { Server } from "../support/server.ts";

let server: Server;
let browser: Browser;
let songs: Song[];

beforeAll(async () => {
  [server, browser] = await Promise.all([
    startPrivateServer({ env: { SEGUE_SIGNED_MINUTES: "0.05" } }),
    startBrowser(),
  ]);
  songs = await addSongs(server, [
    { title: "First", tone: 400, seconds: 60, album: "Shown", track: 1, format: "mp3" },
    { title: "Second", tone: 800, seconds: 10, album: "Shown", track: 2, format: "mp3" },
    { title: "Elsewhere", tone: 900, seconds: 5, album: "Hidden", format: "mp3" },
  ]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const shares = () => createShares({ url: server.crud(""), token });
const time = async (page: Page): Promise<number> => (await playing(page)).time;
const share = (what: { songId?: string; albumId?: string }): Promise<NewShare> =>
  shares().make(what);

const open = async (made: NewShare) => {
  const asked: string[] = [];
  const { page, errors } = await openPlayer(browser, "about:blank");
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(shares().linkOf(made).href);
  return { page, errors, asked };
};

describe("a link to an album", () => {
  test("shows it and plays it, over the end of its addresses, and nothing else is asked for", async () => {
    const made = await share({ albumId: songs[0]?.albumId ?? "" });
    const { page, asked } = await open(made);
    await page.getByRole("heading", { name: "Shown" }).waitFor();
    await page.getByText("Tester · 2 songs").waitFor();
    expect(await page.getByRole("listitem").allTextContents()).toEqual([
      expect.stringContaining("First"),
      expect.stringContaining("Second"),
    ]);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await expect.poll(() => time(page)).toBeGreaterThan(0.3);
    const prefixes = () => new Set(asked.flatMap((url) => /\/s\/[^/]+\//.exec(url) ?? []));
    await expect.poll(() => prefixes().size).toBeGreaterThan(1);
    const before = await time(page);
    await expect.poll(() => time(page)).toBeGreaterThan(before + 1);
    for (const absent of ["Elsewhere", "Search", "Add music", "Albums", "Sign in"])
      expect(await page.getByText(absent).count()).toBe(0);
    expect(await page.getByRole("searchbox").count()).toBe(0);
    const paths = new Set(
      asked
        .map((url) => new URL(url).pathname)
        .filter((path) => path.startsWith("/function/crud/")),
    );
    expect([...paths]).toEqual(["/function/crud/shared"]);
    expect(asked.join("\n")).not.toContain(made.secret);
    await page.context().close();
  });

  test("goes on by itself with the song after", async () => {
    const { page } = await open(await share({ albumId: songs[0]?.albumId ?? "" }));
    await page.getByRole("button", { name: /^First/ }).click();
    await expect.poll(() => time(page)).toBeGreaterThan(0.3);
    await page.getByRole("slider", { name: "Seek" }).fill("57");
    await expect.poll(() => page.locator("[aria-current]").textContent()).toContain("Second");
    await page.context().close();
  });

  test("is sought in by a drag, which playing on does not disturb", async () => {
    const { page } = await open(await share({ albumId: songs[0]?.albumId ?? "" }));
    await page.getByRole("button", { name: /^First/ }).click();
    await expect.poll(() => time(page)).toBeGreaterThan(0.3);
    const slider = page.getByRole("slider", { name: "Seek" });
    const box = await slider.boundingBox();
    if (!box) throw new Error("There is nothing to drag.");
    const { x, y, width, height } = box;
    await page.mouse.move(x + width * 0.3, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.5, y + height / 2, { steps: 3 });
    const before = await time(page);
    await expect.poll(() => time(page)).toBeGreaterThan(before + 1.2);
    expect(Number(await slider.inputValue())).toBeGreaterThan(27);
    await page.mouse.up();
    await expect.poll(() => time(page)).toBeGreaterThan(27);
    expect(await slider.getAttribute("aria-valuetext")).toMatch(/^\d+ seconds of 1 minute/);
    await page.context().close();
  });

  test("that is taken back says so, at once and in words", async () => {
    const made = await share({ albumId: songs[0]?.albumId ?? "" });
    await shares().remove(made.id);
    const { page } = await open(made);
    await page.getByRole("heading", { name: "This link leads nowhere any more." }).waitFor();
    await page.getByText("Ask whoever sent it for another.").waitFor();
    expect(await page.getByText("First").count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });
});

test("a link to a song shows that song alone", async () => {
  const { page } = await open(await share({ songId: songs[1]?.id ?? "" }));
  await page.getByRole("heading", { name: "Second" }).waitFor();
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect.poll(() => time(page)).toBeGreaterThan(0.3);
  expect(await page.getByText("First").count()).toBe(0);
  await page.context().close();
});

test("a link leaves the queue of whoever lives in that browser alone", async () => {
  const { page } = await open(await share({ songId: songs[1]?.id ?? "" }));
  const kept = '{"version":1,"ids":[],"current":0,"repeat":"all","songs":[]}';
  await page.evaluate((text) => localStorage.setItem("segue.queue", text), kept);
  await page.reload();
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect.poll(() => time(page)).toBeGreaterThan(0.3);
  await page.reload();
  await page.getByRole("heading", { name: "Second" }).waitFor();
  expect(await page.evaluate(() => localStorage.getItem("segue.queue"))).toBe(kept);
  await page.context().close();
});

test("an address without a secret leads nowhere", async () => {
  const { page } = await openPlayer(browser, `${server.url}/function/player/shared`);
  await page.getByRole("heading", { name: "This link leads nowhere any more." }).waitFor();
  await page.context().close();
});

describe("whoever lives there", () => {
  test("makes a link from a song's menu, copies it, and takes it back", async () => {
    const { page } = await openPlayer(browser, `${server.url}/`);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const signIn = page.getByRole("dialog", { name: "Sign in" });
    await signIn.getByLabel("Token").fill(token);
    await signIn.getByRole("button", { name: "Sign in" }).click();
    await row(page, "Second").getByRole("button", { name: /More/ }).click();
    await page.getByRole("menuitem", { name: "Share…" }).click();
    const dialog = page.getByRole("dialog", { name: "Share “Second”" });
    await dialog.getByLabel("It can be opened for").selectOption("A day");
    await dialog.getByRole("button", { name: "Make a link" }).click();
    const link = await dialog.getByLabel("The link. It is shown only now: copy it.").inputValue();
    await dialog.getByRole("button", { name: "Copy link" }).click();
    await dialog.getByText("Copied.").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
    expect(await violations(page)).toEqual([]);
    const [made] = await shares().list();
    expect(made).toMatchObject({ title: "Second", songId: songs[1]?.id });
    const count = (await shares().list()).length;
    const revoke = dialog.getByRole("button", { name: "Revoke the link to Second" });
    await revoke.first().click();
    await expect.poll(async () => (await shares().list()).length).toBe(count - 1);
    expect((await shares().list()).map(({ id }) => id)).not.toContain(made?.id);
    await page.context().close();
  });

  test("shares an album from its page", async () => {
    const { page } = await openPlayer(
      browser,
      `${server.url}/function/player/album?id=${songs[0]?.albumId}`,
    );
    const signIn = page.getByRole("dialog", { name: "Sign in" });
    await signIn.getByLabel("Token").fill(token);
    await signIn.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "Share…" }).click();
    const dialog = page.getByRole("dialog", { name: "Share “Shown”" });
    await dialog.getByRole("button", { name: "Make a link" }).click();
    const link = await dialog.getByLabel("The link. It is shown only now: copy it.").inputValue();
    await page.goto("about:blank");
    await page.goto(link);
    await page.getByText("Tester · 2 songs").waitFor();
    await page.context().close();
  });
});
