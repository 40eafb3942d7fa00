/** Adding music: by button, by drop, through every failure that it can meet. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { playing, startBrowser, type Watched } from "../../support/browser.ts";
import { openPlayer, playRow, row, songFile, violations } from "../../support/player-page.ts";
import { type Server, startServer } from "../../support/server.ts";
import { made } from "../../support/sound.ts";

let folder: string;
let server: Server;
let browser: Browser;
let watched: Watched;
let page: Page;

const file = async (name: string, bytes: Uint8Array | string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "segue-uploads-"));
  [server, browser] = await Promise.all([
    startServer({ dataDir: join(folder, "data") }),
    startBrowser(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  watched = await openPlayer(browser, `${server.url}/`);
  ({ page } = watched);
  return () => page.context().close();
});

const choose = async (button: Locator, paths: readonly string[]): Promise<void> => {
  const chooser = page.waitForEvent("filechooser");
  await button.click();
  await (await chooser).setFiles([...paths]);
};

const add = (...paths: string[]): Promise<void> =>
  choose(page.getByRole("banner").getByRole("button", { name: "Add music" }), paths);

const tray = (): Locator => page.getByRole("region", { name: "Uploads" });
const dialog = (): Locator => page.getByRole("dialog", { name: "Uploads" });
const openDialog = async (): Promise<void> => {
  await tray().getByRole("button", { name: "Show all" }).click();
  await dialog().waitFor();
};

/** Bytes per second; -1: as fast as it goes. */
const setSpeed = async (speed: number): Promise<void> => {
  const network = await page.context().newCDPSession(page);
  await network.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: speed,
  });
};

/** As from the system's file manager; in again, where the piece of the page that takes files was still on its way. */
const drop = async (paths: readonly string[], sign: Locator): Promise<void> => {
  const input = await page.context().newCDPSession(page);
  const at = { x: 600, y: 400, data: { items: [], files: [...paths], dragOperationsMask: 1 } };
  await expect
    .poll(async () => {
      await input.send("Input.dispatchDragEvent", { type: "dragEnter", ...at });
      await input.send("Input.dispatchDragEvent", { type: "dragOver", ...at });
      return sign.isVisible();
    })
    .toBe(true);
  await input.send("Input.dispatchDragEvent", { type: "drop", ...at });
};

/** Some megabytes that take a while: noise, which nothing makes smaller. */
const longFile = (title: string, seed: number): Promise<Buffer> =>
  made(`-f lavfi -i anoisesrc=d=20:r=44100:seed=${seed} -ac 2 -metadata title=${title}`, "wav");

describe("adding music", () => {
  test("by the button: it is heard while it is prepared", async () => {
    await add(await file("one.flac", await songFile({ title: "One", tone: 400 })));
    await tray().getByText("1 song added").waitFor();
    await playRow(page, "One");
    await expect.poll(async () => (await playing(page)).time).toBeGreaterThan(0.3);
    await openDialog();
    expect(await violations(page)).toEqual([]);
    expect(watched.errors).toEqual([]);
  });

  test("by dropping a folder: what is music comes in, what is not is said", async () => {
    const album = join(folder, "Album");
    await mkdir(join(album, "Disc 2"), { recursive: true });
    await file("Album/02.flac", await songFile({ title: "Second", tone: 500, seconds: 3 }));
    await file("Album/Disc 2/10.flac", await songFile({ title: "Tenth", tone: 600, seconds: 3 }));
    await file("Album/notes.txt", "Not music.");
    await file(
      "Album/cover.png",
      await made("-f lavfi -i color=c=orange:s=64x64 -frames:v 1", "png"),
    );
    await drop([album], page.getByText("Drop to add"));
    await page.getByTitle("Left out “notes.txt”: not music.").waitFor();
    await tray().getByText("2 songs added").waitFor();
    await row(page, "Second").waitFor();
    await row(page, "Tenth").waitFor();
    await row(page, "Tenth").locator("img.shown").waitFor();
    expect(watched.errors).toEqual([]);
  });

  test("a file without sound says so, and another takes its place", async () => {
    await add(await file("fake.mp3", "Only words."));
    await tray().getByText("1 file not added").waitFor();
    await openDialog();
    await dialog().getByText("No sound found in “fake.mp3”.").waitFor();
    expect(await violations(page)).toEqual([]);
    const good = await file("good.flac", await songFile({ title: "Good", tone: 700, seconds: 3 }));
    await choose(dialog().getByRole("button", { name: "Replace file: fake.mp3" }), [good]);
    await dialog().getByText("Done").waitFor();
    await page.getByRole("status").getByText("Good is ready to play").waitFor();
  });

  test("what is there already is not sent again, unless it is wanted", async () => {
    const bytes = await songFile({ title: "Twin", tone: 800, seconds: 3 });
    await add(await file("twin.flac", bytes));
    await tray().getByText("1 song added").waitFor();
    await add(await file("twin again.flac", bytes));
    await openDialog();
    await dialog().getByText("Already here").waitFor();
    await dialog().getByRole("button", { name: "Upload anyway: twin again.flac" }).click();
    await dialog().getByText("Done").waitFor();
    await dialog().getByRole("button", { name: "Close", exact: true }).click();
    await expect.poll(() => row(page, "Twin").count()).toBe(2);
  });

  test("pauses, and goes on where it was, also after a reload", async () => {
    const path = await file("noise.wav", await longFile("Noise", 1));
    await setSpeed(400_000);
    await add(path);
    await openDialog();
    const item = dialog().getByRole("listitem").filter({ hasText: "noise.wav" });
    await item.getByText(/^\d\d%/).waitFor();
    await item.getByRole("button", { name: "Pause: noise.wav" }).click();
    await item.getByText(/Paused at \d\d%/).waitFor();
    await item.getByRole("button", { name: "Resume: noise.wav" }).click();
    await item.getByText(/^[2-9]\d%/).waitFor();
    page.on("dialog", (asked) => void asked.accept());
    await page.reload();
    await openDialog();
    await item.getByText(/Choose the file again to go on from \d\d%/).waitFor();
    expect(await violations(page)).toEqual([]);
    await setSpeed(-1);
    const patches: string[] = [];
    page.on("request", (request) => {
      if (request.method() === "PATCH") patches.push(request.headers()["upload-offset"] ?? "");
    });
    await choose(item.getByRole("button", { name: "Choose the file: noise.wav" }), [path]);
    await item.getByText(/Preparing|Done/).waitFor();
    expect(Number(patches[0])).toBeGreaterThan(500_000);
    await dialog().getByRole("button", { name: "Close", exact: true }).click();
    await expect.poll(() => row(page, "Noise").count()).toBe(1);
  });

  test("a second tab asks for the file again once the first is closed, and not before", async () => {
    await setSpeed(200_000);
    await add(await file("rain.wav", await longFile("Rain", 5)));
    const claims = () => page.evaluate(() => navigator.locks.query());
    await expect.poll(async () => (await claims()).held?.length).toBe(1);
    await setSpeed(10_000);
    const first = page;
    page = await first.context().newPage();
    await page.goto(`${server.url}/`);
    await expect.poll(async () => (await claims()).pending?.length).toBe(1);
    expect(await tray().count()).toBe(0);
    await first.close();
    await tray().getByRole("heading", { name: "1 file half sent: choose it again" }).waitFor();
    expect(await violations(page)).toEqual([]);
    await tray().getByRole("button", { name: "Dismiss uploads" }).click();
    await expect.poll(() => tray().count()).toBe(0);
  });

  test("a busy server that is asked how far a file has come makes no second song of it", async () => {
    const path = await file("calm.wav", await longFile("Calm", 4));
    await setSpeed(400_000);
    await add(path);
    await openDialog();
    const item = dialog().getByRole("listitem").filter({ hasText: "calm.wav" });
    await item.getByText(/^\d\d%/).waitFor();
    await item.getByRole("button", { name: "Pause: calm.wav" }).click();
    let busy = 2;
    await page.route("**/uploads/*", async (route) => {
      const isAsked = route.request().method() === "HEAD" && busy-- > 0;
      await (isAsked ? route.fulfill({ status: 503 }) : route.continue());
    });
    const begun: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/uploads")) begun.push(request.method());
    });
    await setSpeed(-1);
    await item.getByRole("button", { name: "Resume: calm.wav" }).click();
    await item.getByText(/Preparing|Done/).waitFor();
    expect(begun).toEqual([]);
    await dialog().getByRole("button", { name: "Close", exact: true }).click();
    await expect.poll(() => row(page, "Calm").count()).toBe(1);
  });

  test("a server that is killed meanwhile is waited for, and gets only what it lacks", async () => {
    const path = await file("storm.wav", await longFile("Storm", 2));
    await setSpeed(400_000);
    await add(path);
    await openDialog();
    const item = dialog().getByRole("listitem").filter({ hasText: "storm.wav" });
    await item.getByText(/^[2-9]\d%/).waitFor();
    await server.kill();
    await item.getByText("Offline, continues by itself").waitFor();
    const port = new URL(server.url).port;
    await setSpeed(-1);
    server = await startServer({ dataDir: join(folder, "data"), env: { PORT: port } });
    await item.getByText(/Preparing|Done/).waitFor();
  });
});

test("a full server says so, and offers to resume", async () => {
  const full = await startServer({ env: { SEGUE_QUOTA_GB: "0.001" } });
  const opened = await openPlayer(browser, `${full.url}/`, "phone dark");
  ({ page } = opened);
  const path = await file("large.wav", await longFile("Large", 3));
  await choose(page.getByRole("navigation").getByRole("button", { name: "Add" }), [path]);
  await page.getByRole("button", { name: /^Uploads: / }).click();
  await dialog().getByText("The server is full. Free some space, then resume.").waitFor();
  expect(await dialog().getByRole("button", { name: "Resume: large.wav" }).count()).toBe(1);
  expect(await violations(page)).toEqual([]);
  await page.context().close();
  await full.stop();
});
