/** The engine in Chromium: one song after another, as a listener has them. */
import type { Browser } from "playwright-core";
import type { Album } from "../../api-client/contract.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listen, startBrowser } from "../support/browser.ts";
import { openPlayer } from "../support/engine.ts";
import { buildEnginePage, type EnginePage } from "../support/engine-page.ts";
import type { Hands } from "../support/engine-page/main.ts";
import { expectSound, expectTone } from "../support/expect-sound.ts";
import { getSong, ingest, type Server, startServer } from "../support/server.ts";
import { made } from "../support/sound.ts";

let server: Server;
let browser: Browser;
let enginePage: EnginePage;
/** Ids of songs that are one tone each. */
let low: string;
let high: string;
let middle: string;

const tone = async (frequency: number, seconds: number): Promise<string> => {
  const wav = await made(`-f lavfi -i sine=${frequency}:d=${seconds}:r=44100 -ac 2`, "wav");
  return (await ingest(server, wav, { query: { title: `${frequency} Hz` } })).id;
};

beforeAll(async () => {
  [server, browser, enginePage] = await Promise.all([
    startServer(),
    startBrowser(),
    buildEnginePage(),
  ]);
  [low, high, middle] = await Promise.all([tone(600, 12), tone(1_800, 9), tone(1_200, 7)]);
});
afterAll(async () => {
  await browser.close();
  await enginePage.close();
  await server.stop();
});

describe("the engine", () => {
  test("plays a song, then the one that follows, and says when each is over", async () => {
    const player = await openPlayer(browser, enginePage, server);
    await listen(player.page);
    await player.call("play", low);
    await player.call("follow", high);
    await expect.poll(async () => (await player.seen()).position).toBeGreaterThan(1);
    expect(await player.seen()).toMatchObject({ status: "playing", song: low, duration: 12 });
    await expectTone(player, 600);
    await player.seek(10);
    await expect.poll(async () => (await player.seen()).song).toBe(high);
    await expect.poll(async () => (await player.seen()).position).toBeGreaterThan(1);
    await expectTone(player, 1_800);
    await player.seek(7.5);
    await expect.poll(async () => (await player.told()).at(-1)).toEqual({ kind: "end" });
    expect((await player.told()).filter(({ kind }) => kind === "next" || kind === "fault")).toEqual(
      [{ kind: "next", id: high }],
    );
    expect(player.errors).toEqual([]);
    await player.close();
  });

  test("fetches the first bytes of a listed song along with what it is made of, and only once", async () => {
    const player = await openPlayer(browser, enginePage, server);
    const { start: _, ...listed } = await getSong(server, low);
    const first = player.page.waitForRequest(/\/0\.m4s$/);
    // Who waited for the answer before it asked for bytes would wait for ever.
    await player.page.route(`**/songs/${low}`, async (route) => {
      await first;
      await route.continue();
    });
    await player.page.evaluate((song) => {
      (globalThis as unknown as Hands).engine.play(song);
    }, listed);
    await expectSound(player, low, 0.3);
    expect(player.segments.filter((address) => address.endsWith("/0"))).toHaveLength(1);
    await player.close();
  });

  test("pauses, goes on where it was, and is silent after a stop", async () => {
    const player = await openPlayer(browser, enginePage, server);
    await player.call("play", low, 5);
    await expect.poll(async () => (await player.seen()).position).toBeGreaterThan(5.3);
    await player.call("pause");
    const paused = await player.seen();
    expect(paused.status).toBe("paused");
    await player.call("resume");
    await expect
      .poll(async () => (await player.seen()).position)
      .toBeGreaterThan(paused.position + 0.3);
    await player.call("stop");
    expect(await player.seen()).toMatchObject({ status: "idle", position: 0, buffered: [] });
    expect(player.errors).toEqual([]);
    await player.close();
  });

  test("honours only the last of many wishes for what follows, even what is loaded already", async () => {
    const player = await openPlayer(browser, enginePage, server);
    await listen(player.page);
    await player.call("load", low, 8);
    for (let n = 0; n < 5; n++) {
      await player.call("follow", high);
      await player.call("follow", middle);
    }
    await player.call("follow", high);
    await expect.poll(async () => (await player.element()).reached).toBeGreaterThan(20.9);
    await player.call("follow", middle);
    await player.seek(11);
    await player.call("resume");
    await expectSound(player, middle, 0.5);
    await expectTone(player, 1_200);
    expect(player.errors).toEqual([]);
    await player.close();
  });

  test("ends with its song when what followed is taken back, loaded as it is", async () => {
    const player = await openPlayer(browser, enginePage, server);
    await player.call("load", low, 8);
    await player.call("follow", high);
    await expect.poll(async () => (await player.element()).reached).toBeGreaterThan(20.9);
    await player.call("follow", undefined);
    await player.seek(11);
    await player.call("resume");
    await expect.poll(async () => (await player.told()).at(-1)?.kind).toBe("end");
    expect((await player.element()).currentTime).toBeCloseTo(12, 2);
    // Too late to join, not too late to play: again from the beginning, with what follows.
    await player.call("play", low, 10.5);
    await player.call("follow", high);
    await expectSound(player, high, 0.3);
    expect(player.errors).toEqual([]);
    await player.close();
  });

  test("plays all of a song that is named to follow when the end was already near", async () => {
    const player = await openPlayer(browser, enginePage, server);
    await player.call("update", high);
    await player.page.evaluate((id) => {
      const { engine, audio, songs } = globalThis as unknown as Hands;
      const nearTheEnd = (): void => {
        if (engine.position < 11.4) return;
        engine.follow(songs[id]);
        audio.removeEventListener("timeupdate", nearTheEnd);
      };
      audio.addEventListener("timeupdate", nearTheEnd);
    }, high);
    await player.call("play", low, 11);
    await expectSound(player, high, 0.3);
    expect((await player.seen()).position).toBeLessThan(3);
    await expectSound(player, high, 4);
    expect((await player.told()).filter(({ kind }) => kind !== "state")).toEqual([
      { kind: "next", id: high },
    ]);
    await player.close();
  });

  test("goes to the next and back to the one before", async () => {
    const player = await openPlayer(browser, enginePage, server);
    await listen(player.page);
    await player.call("play", low);
    await player.call("follow", high);
    await expectSound(player, low, 0.5);
    await player.call("play", high);
    await player.call("follow", middle);
    await expectSound(player, high, 0.5);
    await expectTone(player, 1_800);
    await player.call("play", low);
    await player.call("follow", high);
    await expectSound(player, low, 0.5);
    await expectTone(player, 600);
    await player.seek(11);
    await expectSound(player, high, 0.3);
    expect((await player.told()).filter(({ kind }) => kind === "next")).toHaveLength(1);
    expect(player.errors).toEqual([]);
    await player.close();
  });

  test("plays a song again after itself", async () => {
    const player = await openPlayer(browser, enginePage, server);
    await player.call("play", low, 11);
    await player.call("follow", low);
    await expect
      .poll(async () => (await player.told()).filter(({ kind }) => kind === "next").length)
      .toBe(1);
    await player.call("follow", low);
    await expectSound(player, low, 0.3);
    await player.seek(11.2);
    await expect
      .poll(async () => (await player.told()).filter(({ kind }) => kind === "next").length)
      .toBe(2);
    expect(player.errors).toEqual([]);
    await player.close();
  });

  test("sounds as the last of twenty songs that were skipped through, and as none before", async () => {
    const player = await openPlayer(browser, enginePage, server);
    await listen(player.page);
    await player.page.evaluate(
      async (ids) => {
        const { engine, client } = globalThis as unknown as Hands;
        const songs = await Promise.all(ids.map((id) => client.get(id)));
        for (let n = 0; n < 20; n++) {
          const [song, after] = [songs[n % 3], songs[(n + 1) % 3]];
          if (!song || !after) throw new Error("A song is gone.");
          if (n % 2) engine.warm(song);
          engine.play(song, n % 5);
          engine.follow(after);
          if (n % 4 === 0) engine.pause();
          if (n % 4 === 1) engine.seek(n % 7);
          // Now and then something may come of it before the next one.
          if (n % 3 === 0) await new Promise((resolve) => requestAnimationFrame(resolve));
        }
      },
      [low, high, middle],
    );
    await expectSound(player, high, 1);
    await expectTone(player, 1_800);
    expect((await player.told()).filter(({ kind }) => kind !== "state")).toEqual([]);
    expect(player.errors).toEqual([]);
    await player.close();
  });

  test("stays silent when it is paused before it could begin, and begins when it goes on", async () => {
    const player = await openPlayer(browser, enginePage, server);
    await player.page.evaluate(async (id) => {
      const { engine, client } = globalThis as unknown as Hands;
      const song = await client.get(id);
      if (!song) throw new Error("The song is gone.");
      engine.play(song);
      engine.seek(4);
      engine.pause();
    }, low);
    await expect.poll(async () => (await player.seen()).buffered.length).toBeGreaterThan(0);
    expect(await player.seen()).toMatchObject({ status: "paused", position: 4 });
    await player.call("resume");
    await expectSound(player, low, 4.3);
    await player.call("load", high, 3);
    await expect.poll(async () => (await player.seen()).buffered.length).toBeGreaterThan(0);
    expect(await player.seen()).toMatchObject({ status: "paused", song: high, position: 3 });
    await player.call("resume");
    await expectSound(player, high, 3.3);
    expect(player.errors).toEqual([]);
    await player.close();
  });

  test("keeps the songs of an album as loud to one another as they are, where it levels by album", async () => {
    const noise = (loudness: number) =>
      made(`-f lavfi -i anoisesrc=d=6:r=44100:a=${loudness} -ac 2`, "wav");
    const query = { album: "Both", artist: "Ada" };
    const loud = await ingest(server, await noise(0.9), { query });
    const quiet = await ingest(server, await noise(0.3), { query });
    const player = await openPlayer(browser, enginePage, server);
    const volumes = async () => {
      await player.call("load", loud.id);
      const ofLoud = (await player.element()).volume;
      await player.call("load", quiet.id);
      return [ofLoud, (await player.element()).volume] as const;
    };
    const [loudByTrack, quietByTrack] = await volumes();
    expect(quietByTrack / loudByTrack).toBeGreaterThan(1.5);
    await player.page.evaluate(() => {
      (globalThis as unknown as Hands).engine.setLevelling("album");
    });
    await expect.poll(async () => (await player.element()).volume).toBeLessThan(quietByTrack);
    const [loudByAlbum, quietByAlbum] = await volumes();
    expect(quietByAlbum).toBe(loudByAlbum);
    const albums = (await (await fetch(server.crud("albums"))).json()) as Album[];
    const whole = albums.find(({ title }) => title === "Both")?.loudness?.integrated ?? NaN;
    expect(loudByAlbum).toBeCloseTo(10 ** ((-14 - whole) / 20), 2);
    await player.close();
  });

  test("turns loud songs down, and never any up", async () => {
    const loud = await ingest(
      server,
      await made("-f lavfi -i anoisesrc=d=6:r=44100:a=0.9 -ac 2", "wav"),
    );
    const integrated = loud.loudness?.integrated ?? NaN;
    expect(integrated).toBeGreaterThan(-14);
    const player = await openPlayer(browser, enginePage, server);
    await player.page.evaluate(() => {
      (globalThis as unknown as Hands).engine.setVolume(0.5);
    });
    await player.call("load", loud.id);
    expect((await player.element()).volume).toBeCloseTo(0.5 * 10 ** ((-14 - integrated) / 20), 5);
    await player.page.evaluate(() => {
      (globalThis as unknown as Hands).engine.setLevelling("off");
    });
    expect((await player.element()).volume).toBe(0.5);
    await player.close();
  });
});
