/** SegueClient in Node, on a real server. */
import { createReadStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Progress, SegueClient, SegueError } from "../../../api-client/node.ts";
import { isDone, type Server, startServer, until } from "../../support/server.ts";
import { made } from "../../support/sound.ts";

let server: Server;
let client: SegueClient;
let folder: string;
let tone: Buffer<ArrayBuffer>;
let path: string;

const unknown = "unknown-song-00000000";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "segue-client-"));
  tone = Buffer.from(await made("-f lavfi -i sine=440:d=6 -metadata title=Tone", "wav"));
  path = join(folder, "tone.wav");
  await writeFile(path, tone);
  server = await startServer({ env: { SEGUE_TOKEN: "right-token" } });
  client = new SegueClient({ url: server.crud(""), token: "right-token" });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

const slugOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "none",
    (error: unknown) => (error instanceof SegueError ? error.slug : String(error)),
  );

describe("insert", () => {
  test.each<[string, () => Parameters<SegueClient["insert"]>[0]]>([
    ["a Blob", () => new Blob([tone], { type: "audio/wav" })],
    ["a File", () => new File([tone], "tone.wav")],
    ["a Buffer", () => tone],
    ["a path", () => path],
    ["a file's URL", () => pathToFileURL(path)],
    ["a stream of Node's", () => createReadStream(path)],
    ["a stream of the web's", () => new Blob([tone]).stream()],
  ])("takes %s, all of it", async (_, source) => {
    const song = await client.insert(source(), { tags: { title: "Taken" } });
    expect(song).toMatchObject({ title: "Taken", uploaded: tone.length });
  });

  test("gives the tags and the name that it is told", async () => {
    const tags = { title: "Möwe", trackNumber: 3, compilation: true };
    const song = await client.insert(tone, { tags, filename: "other name.wav" });
    expect(song).toMatchObject({ ...tags, filename: "other name.wav" });
    expect((await client.insert(path)).filename).toBe("tone.wav");
  });

  test("tells how far it is, up to the last byte", async () => {
    const heard: Progress[] = [];
    await client.insert(path, { onProgress: (progress) => heard.push(progress) });
    expect(heard[0]).toEqual({ sent: 0, total: tone.length });
    expect(heard.at(-1)).toEqual({ sent: tone.length, total: tone.length });
    expect(heard.map(({ sent }) => sent)).toEqual(
      heard.map(({ sent }) => sent).toSorted((a, b) => a - b),
    );
  });

  test("of the same key twice gives one song", async () => {
    const one = await client.insert(tone, { key: "key-of-mine" });
    expect((await client.insert(tone, { key: "key-of-mine" })).id).toBe(one.id);
  });

  test("rejects with the server's problem", async () => {
    const error = await client
      .insert(Buffer.from("This is text."))
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SegueError);
    expect((error as SegueError).problem).toMatchObject({
      type: "urn:segue:problem:not-audio",
      status: 415,
    });
  });

  test("of a file that is not there rejects as the file system does", async () => {
    await expect(client.insert(join(folder, "none.wav"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("of a file that changes meanwhile rejects, and leaves no song", async () => {
    const changing = join(folder, "changing.wav");
    await writeFile(changing, Buffer.concat([tone, tone]));
    let changed: Promise<void> | undefined;
    const insert = client.insert(changing, {
      tags: { artist: "Changing" },
      onProgress: ({ sent }) => {
        if (sent > 0) changed ??= writeFile(changing, tone);
      },
    });
    await expect(insert).rejects.toMatchObject({ name: "FileChanged" });
    await changed;
    await expect
      .poll(async () => (await client.page({ artist: "Changing" })).songs.map(({ state }) => state))
      .toEqual(["failed"]);
  });

  test("ends when it is aborted", async () => {
    const stop = new AbortController();
    const insert = client.insert(path, { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(insert).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("songs", () => {
  test("are listed over all pages, and a page at a time", async () => {
    const tags = { artist: "Pages" };
    for (const number of [1, 2, 3, 4, 5])
      await client.insert(tone, { tags: { ...tags, title: `Song ${number}` } });
    const query = { artist: "Pages", sort: "title", limit: 2 } as const;
    const titles = (await collect(client.list(query))).map(({ title }) => title);
    expect(titles).toEqual(["Song 1", "Song 2", "Song 3", "Song 4", "Song 5"]);

    const first = await client.page({ ...query, count: true });
    expect(first).toMatchObject({ total: 5, songs: [{ title: "Song 1" }, { title: "Song 2" }] });
    const second = await client.page({ ...query, cursor: first.next });
    expect(second.songs.map(({ title }) => title)).toEqual(["Song 3", "Song 4"]);
    const third = await client.page({ ...query, cursor: second.next });
    expect(third.songs).toHaveLength(1);
    expect(third).not.toHaveProperty("next");
  });

  test("can be got, and are undefined when unknown, deleted or no id at all", async () => {
    const { id } = await client.insert(tone);
    expect(await client.get(id)).toMatchObject({ id });
    expect(await client.get(unknown)).toBeUndefined();
    for (const odd of ["", ".", "..", "a/b", "?", `${id}/restore`])
      expect(await client.get(odd)).toBeUndefined();
    await client.remove(id);
    expect(await client.get(id)).toBeUndefined();
  });

  test("that are unknown cannot be changed", async () => {
    for (const id of [unknown, "", ".."]) {
      expect(await slugOf(client.update(id, { title: "x" }))).toBe("unknown-song");
      expect(await slugOf(client.remove(id))).toBe("unknown-song");
      expect(await slugOf(client.restore(id))).toBe("unknown-song");
      expect(await slugOf(client.encode(id))).toBe("unknown-song");
      expect(await slugOf(client.original(id))).toBe("unknown-song");
    }
  });

  test("are edited, at the revision that was read", async () => {
    const { id, revision } = await client.insert(tone, { tags: { genre: "Pop" } });
    const edited = await client.update(id, { artist: "Someone", genre: null }, { revision });
    expect(edited).toMatchObject({ artist: "Someone", revision: revision + 1 });
    expect(edited).not.toHaveProperty("genre");
    expect(await slugOf(client.update(id, { title: "x" }, { revision }))).toBe("song-changed");
    expect(await client.update(id, { title: "Newer" })).toMatchObject({ title: "Newer" });
  });

  test("are removed and restored", async () => {
    const { id } = await client.insert(tone, { tags: { artist: "Removed" } });
    await client.remove(id);
    expect((await client.page({ artist: "Removed" })).songs).toEqual([]);
    const deleted = await client.page({ artist: "Removed", deleted: true });
    expect(deleted.songs).toMatchObject([{ id }]);
    expect(await client.restore(id)).toMatchObject({ id });
    expect((await client.page({ artist: "Removed" })).songs).toHaveLength(1);
  });

  test("are prepared once more", async () => {
    const { id } = await client.insert(tone);
    await until(server, id, isDone);
    expect(await client.encode(id)).toMatchObject({ id, state: "ready" });
    expect(await slugOf(client.encode(id))).toBe("song-busy");
  });

  test("play from where the client says", async () => {
    const { id } = await client.insert(tone);
    const song = await until(server, id, isDone);
    const playlist = await fetch(new URL(song.hls, client.streamingUrl(song)));
    expect(await playlist.text()).toContain("#EXTM3U");
  });

  test("give back their original, from any byte on", async () => {
    const { id } = await client.insert(tone);
    const song = await until(server, id, isDone);
    const whole = await client.original(id);
    expect(whole).toMatchObject({ from: 0, size: tone.length });
    expect(Buffer.from(await new Response(whole.body).arrayBuffer()).equals(tone)).toBe(true);
    const { etag = "" } = whole;
    const rest = await client.original(id, { from: 1000, etag });
    expect(rest).toMatchObject({ from: 1000, size: tone.length });
    const bytes = Buffer.from(await new Response(rest.body).arrayBuffer());
    expect(bytes.equals(tone.subarray(1000))).toBe(true);
    const other = await client.original(song.id, { from: 1000, etag: '"of another"' });
    expect(other.from).toBe(0);
    await other.body.cancel();
    expect((await fetch(client.originalUrl(id))).status).toBe(200);
  });
});

describe("the library", () => {
  test("is browsed by artists and albums, and summed up", async () => {
    for (const artist of ["Browse A", "Browse B"])
      await client.insert(tone, { tags: { artist, album: `Of ${artist}` } });
    const names: string[] = [];
    for (let next: string | undefined = undefined, more = true; more; more = next !== undefined) {
      const page = await client.artists({ limit: 1, cursor: next });
      names.push(...page.artists.map(({ name }) => name));
      next = page.next;
    }
    expect(names).toEqual(expect.arrayContaining(["Browse A", "Browse B"]));
    const { albums } = await client.albums({ limit: 500 });
    expect(albums.map(({ title }) => title)).toEqual(expect.arrayContaining(["Of Browse A"]));
    expect((await client.stats()).songs).toBeGreaterThan(2);
  });

  test("is followed: first it says to list, then what happens", async () => {
    const stop = new AbortController();
    const titles: string[] = [];
    let isFirst = true;
    for await (const { listAgain, songs } of client.changes({ signal: stop.signal })) {
      expect(listAgain).toBe(isFirst);
      if (isFirst) await client.insert(tone, { tags: { title: "Followed" } });
      isFirst = false;
      titles.push(...songs.map(({ title }) => title));
      if (titles.includes("Followed")) stop.abort();
    }
    expect(titles).toContain("Followed");
  });

  test("is for those with a token to change", async () => {
    const stranger = new SegueClient({ url: server.crud("") });
    expect(await slugOf(stranger.insert(tone))).toBe("token-needed");
    const guesser = new SegueClient({ url: server.crud(""), token: () => "wrong" });
    expect(await slugOf(guesser.remove(unknown))).toBe("token-wrong");
    expect((await stranger.page({ limit: 1 })).songs).toHaveLength(1);
  });
});
