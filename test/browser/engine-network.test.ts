/** The engine where songs still grow, lines break, servers go away and songs are deleted. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Song } from "../../api-client/contract.ts";
import { startBrowser } from "../support/browser.ts";
import { openPlayer, type Player, type Told } from "../support/engine.ts";
import { buildEnginePage, type EnginePage } from "../support/engine-page.ts";
import type { Hands } from "../support/engine-page/main.ts";
import { expectSound } from "../support/expect-sound.ts";
import { startProxy } from "../support/proxy.ts";
import { getSong, ingest, post, type Server, startServer, until } from "../support/server.ts";
import { slowBody } from "../support/slow.ts";
import { made } from "../support/sound.ts";

let server: Server;
let browser: Browser;
let enginePage: EnginePage;
let folder: string;
let long: string;
let short: string;

const tone = async (frequency: number, seconds: number): Promise<string> =>
  (await ingest(server, await made(`-f lavfi -i sine=${frequency}:d=${seconds}:r=44100`, "wav")))
    .id;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "segue-engine-"));
  [server, browser, enginePage] = await Promise.all([
    startServer(),
    startBrowser(),
    buildEnginePage(),
  ]);
  [long, short] = await Promise.all([tone(500, 90), tone(900, 6)]);
});
afterAll(async () => {
  await browser.close();
  await enginePage.close();
  await server.stop();
  await rm(folder, { recursive: true });
});

/** Waits until a song of that title can be played; gives its id. */
const playable = async (title: string): Promise<string> => {
  let id: string | undefined;
  await expect
    .poll(async () => {
      const songs = (await (await fetch(server.crud("songs"))).json()) as Song[];
      id = songs.find((song) => song.title === title && song.playable)?.id;
      return id;
    })
    .toBeDefined();
  return id ?? "";
};

/** Tells the engine what the server says of a song now, as the page does that follows its changes. */
const passOn = (player: Player, id: string): Promise<void> =>
  player.page.evaluate(async (songId) => {
    const { engine, client } = globalThis as unknown as Hands;
    const found = await client.get(songId);
    if (!found) throw new Error("The song is gone.");
    const { start: _, ...song } = found;
    engine.update(song);
  }, id);

const faults = (told: readonly Told[]): (string | undefined)[] =>
  told.flatMap((one) => (one.kind === "fault" ? [one.fault] : []));

/** Notes where the song is, many times a second. */
const trace = (player: Player): Promise<void> =>
  player.page.evaluate(() => {
    const times: { position: number; clock: number; song: string | undefined }[] = [];
    const { engine, told } = globalThis as unknown as Hands;
    Object.assign(globalThis, { times });
    setInterval(() => {
      const song = told.findLast((one) => one.kind === "state")?.state.song?.id;
      times.push({ position: engine.position, clock: performance.now() / 1_000, song });
    }, 20);
  });

/** Seconds of the farthest jumps of a song that was traced, back and ahead of the clock. */
const jumps = (player: Player, id: string): Promise<{ back: number; ahead: number }> =>
  player.page.evaluate((songId) => {
    type Time = { position: number; clock: number; song: string | undefined };
    const { times } = globalThis as unknown as { times: Time[] };
    const own = times.filter(({ song }) => song === songId);
    const steps = own.slice(1).map(({ position, clock }, n) => {
      const before = own[n] ?? { position, clock };
      return { by: position - before.position, in: clock - before.clock };
    });
    return {
      back: Math.max(0, ...steps.map((step) => -step.by)),
      ahead: Math.max(0, ...steps.map((step) => step.by - step.in)),
    };
  }, id);

const through = (port: number) => ({
  crud: (path: string) => `http://127.0.0.1:${port}/function/crud/${path}`,
});

describe("a song that grows", () => {
  test("plays from its beginning, says no length until it is whole, and goes over to the next", async () => {
    const seconds = 24;
    const wav = await made(`-f lavfi -i sine=700:d=${seconds}:r=44100 -ac 2`, "wav");
    const body = slowBody(wav);
    const answer = post(server, body, { query: { title: "Growing" } });
    body.allow(44_100 * 4 * 16);
    const id = await playable("Growing");
    const player = await openPlayer(browser, enginePage, server);
    await trace(player);
    await player.call("play", id);
    await player.call("follow", short);
    await expectSound(player, id, 0.2);
    const begun = await player.seen();
    expect(begun.position).toBeLessThan(5);
    expect(begun.duration).toBeUndefined();
    body.allow();
    expect((await answer).status).toBe(201);
    await until(server, id, ({ state }) => state === "ready");
    await passOn(player, id);
    await expect.poll(async () => (await player.seen()).duration).toBe(seconds);
    await expectSound(player, short);
    const { back, ahead } = await jumps(player, id);
    expect(back).toBe(0);
    expect(ahead).toBeLessThan(0.5);
    expect(faults(await player.told())).toEqual([]);
    expect(player.errors).toEqual([]);
    await player.close();
  });
});

describe("a line that breaks", () => {
  test("plays what it has while it is offline, and goes on by itself", async () => {
    const player = await openPlayer(browser, enginePage, server);
    await player.call("play", long);
    await expectSound(player, long, 0.5);
    await player.page.context().setOffline(true);
    await expect.poll(async () => faults(await player.told())).toEqual(["offline"]);
    expect((await player.seen()).status).toBe("playing");
    await player.seek(60);
    await expect.poll(async () => (await player.seen()).status).toBe("waiting");
    await player.page.context().setOffline(false);
    await expectSound(player, long, 60.2);
    await expect.poll(async () => faults(await player.told())).toEqual(["offline", undefined]);
    await player.close();
  });

  test("says what a press has met with, once there is a click", async () => {
    const player = await openPlayer(browser, enginePage, server);
    await player.call("update", long);
    await player.page.context().setOffline(true);
    const failed = player.page.waitForEvent("requestfailed");
    await player.call("warm", long);
    await failed;
    await player.call("play", long);
    await expect
      .poll(async () => (await player.told()).filter(({ kind }) => kind === "fault"))
      .toEqual([{ kind: "fault", fault: "offline", id: long }]);
    await player.page.context().setOffline(false);
    await expectSound(player, long, 0.3);
    await player.close();
  });

  test("says that a song is slow to load when nothing comes, and no more when it does", async () => {
    const proxy = await startProxy({ host: "127.0.0.1", port: Number(new URL(server.url).port) });
    const player = await openPlayer(browser, enginePage, through(proxy.port));
    // The page knows the song, but nothing of its sound.
    await player.call("update", long);
    proxy.freeze();
    await player.call("play", long);
    await expect.poll(async () => faults(await player.told())).toEqual(["slow"]);
    expect((await player.seen()).status).toBe("loading");
    proxy.thaw();
    await expectSound(player, long);
    expect(faults(await player.told()).at(-1)).toBeUndefined();
    await player.close();
    await proxy.close();
  });
});

describe("a server that goes away", () => {
  test("is back before the listener notices, or after a while of waiting", async () => {
    const dataDir = join(folder, "data");
    const first = await startServer({ dataDir });
    const wav = await made("-f lavfi -i sine=440:d=80:r=44100", "wav");
    const { id } = await ingest(first, wav);
    const port = new URL(first.url).port;
    const player = await openPlayer(browser, enginePage, first);
    await player.call("play", id);
    await expectSound(player, id, 1);
    await first.kill();
    await player.seek(50);
    await expect.poll(async () => faults(await player.told())).toEqual(["server-away"]);
    expect((await player.seen()).status).toBe("waiting");
    const second = await startServer({ dataDir, env: { PORT: port } });
    await expectSound(player, id, 50.5);
    await expect.poll(async () => faults(await player.told()).at(-1)).toBeUndefined();
    expect(faults(await player.told())[0]).toBe("server-away");
    await player.close();
    await second.stop();
  });
});

describe("a song that is deleted", () => {
  test("is not begun, and says so", async () => {
    const id = await tone(333, 3);
    await fetch(server.crud(`songs/${id}`), { method: "DELETE" });
    const player = await openPlayer(browser, enginePage, server);
    const known = { ...(await getSong(server, short)), id, start: undefined };
    await player.page.evaluate((song) => {
      (globalThis as unknown as { engine: { play(song: unknown): void } }).engine.play(song);
    }, known);
    await expect.poll(async () => faults(await player.told())).toEqual(["deleted"]);
    await player.close();
  });

  test("plays on for who is listening, and does not follow", async () => {
    const id = await tone(333, 8);
    const player = await openPlayer(browser, enginePage, server);
    await player.call("play", id);
    await player.call("follow", short);
    await expectSound(player, id, 0.3);
    for (const gone of [id, short])
      await player.page.evaluate(async (songId) => {
        const { engine, songs } = globalThis as unknown as {
          engine: { update(song: unknown): void };
          songs: Record<string, object>;
        };
        engine.update({ ...songs[songId], deletedAt: new Date().toISOString() });
      }, gone);
    await expect.poll(async () => (await player.told()).at(-1)?.kind).toBe("end");
    expect((await player.seen()).song).toBe(id);
    expect(faults(await player.told())).toEqual([]);
    await player.close();
  });

  test("is silent where nothing is loaded once it is purged, says so, and plays on when it is back", async () => {
    const player = await openPlayer(browser, enginePage, server);
    await player.call("play", long);
    await expectSound(player, long, 0.5);
    let isPurged = true;
    await player.page.route("**/*.m4s", (route) =>
      isPurged
        ? route.fulfill({ status: 404, headers: { "Access-Control-Allow-Origin": "*" } })
        : route.continue(),
    );
    await player.seek(60);
    await expect.poll(async () => faults(await player.told())[0]).toBe("deleted");
    expect((await player.seen()).song).toBe(long);
    isPurged = false;
    await player.call("retry");
    await expectSound(player, long, 60.3);
    await expect.poll(async () => faults(await player.told()).at(-1)).toBeUndefined();
    await player.close();
  });
});

describe("a server that is busy", () => {
  test("is tried again by whoever wants it, when it could not be played", async () => {
    const player = await openPlayer(browser, enginePage, server);
    const { start: _, ...listed } = await getSong(server, short);
    const reason = { type: "urn:segue:internal", title: "It was too odd.", status: 500 };
    const failed = { ...listed, state: "failed", playable: false, reason };
    await player.page.route(`**/songs/${short}`, (route) => route.fulfill({ json: failed }));
    await player.page.evaluate((song) => {
      (globalThis as unknown as Hands).engine.play(song);
    }, listed);
    await expect
      .poll(async () => (await player.told()).filter(({ kind }) => kind === "fault"))
      .toEqual([{ kind: "fault", fault: "unknown", id: short }]);
    await player.page.unroute(`**/songs/${short}`);
    await player.call("retry");
    await expectSound(player, short, 0.3);
    await player.close();
  });

  test("is asked again when it says so, and not before", async () => {
    const player = await openPlayer(browser, enginePage, server);
    const asked: number[] = [];
    await player.page.route("**/0.m4s", async (route) => {
      asked.push(performance.now());
      if (asked.length > 2) return route.continue();
      return route.fulfill({
        status: 503,
        headers: {
          "Retry-After": "2",
          "Access-Control-Allow-Origin": "*",
          "Access-Control-Expose-Headers": "Retry-After",
        },
      });
    });
    await player.quality("a128");
    await player.call("play", long);
    await expectSound(player, long, 0.3);
    expect(asked).toHaveLength(3);
    for (const [n, time] of asked.slice(1).entries())
      expect(time - (asked[n] ?? 0)).toBeGreaterThan(1_990);
    expect(faults(await player.told())[0]).toBe("server-away");
    await expect.poll(async () => faults(await player.told()).at(-1)).toBeUndefined();
    await player.close();
  });
});
