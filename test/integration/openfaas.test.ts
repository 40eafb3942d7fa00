/** The functions behind a gateway that does as OpenFaaS's does, wherever it has them. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SegueClient } from "../../api-client/node.ts";
import { type Functions, serveFunctions } from "../support/functions.ts";
import { readSong } from "../support/hls.ts";
import { type OpenFaas, startOpenFaas } from "../support/openfaas.ts";
import { startProxy } from "../support/proxy.ts";
import { made } from "../support/sound.ts";
import { ask } from "../support/wire.ts";

let functions: Functions;
let folder: string;
let tone: string;
beforeAll(async () => {
  functions = await serveFunctions();
  folder = await mkdtemp(join(tmpdir(), "segue-openfaas-"));
  tone = join(folder, "tone.wav");
  await writeFile(tone, await made("-f lavfi -i sine=440:d=5 -ac 2", "wav"));
});
afterAll(async () => {
  await functions.stop();
  await rm(folder, { recursive: true });
});

type Options = Omit<Parameters<typeof startOpenFaas>[0], "replicas">;

const behind = async (
  options: Options,
  use: (gateway: OpenFaas, segue: SegueClient) => Promise<void>,
): Promise<void> => {
  const { replicas, token } = functions;
  const gateway = await startOpenFaas({ ...options, replicas });
  try {
    await use(gateway, new SegueClient({ url: `${gateway.url}crud/`, token }));
  } finally {
    await gateway.close();
  }
};

describe.each([
  ["the gateway's own path", "/function/"],
  ["a path of somebody's domain", "/music/function/"],
  ["a domain of their own", "/"],
])("at %s", (_, mount) => {
  test("songs go in, are found by what is said of them, and play", async () => {
    await behind({ mount }, async (_gateway, segue) => {
      const { id } = await segue.insert(tone);
      await expect.poll(async () => (await segue.get(id))?.state).toBe("ready");
      const song = await segue.get(id);
      if (!song) throw new Error("It is gone.");
      const renditions = await readSong(new URL("main.m3u8", segue.streamingUrl(song)).href);
      expect(renditions[0]?.segments.length).toBeGreaterThan(0);
      await segue.update(id, { title: "Behind" });
      expect((await segue.get(id))?.title).toBe("Behind");
      await segue.remove(id);
    });
  });

  test("an upload's address leads back to it", async () => {
    await behind({ mount }, async ({ url }) => {
      const headers = { "Tus-Resumable": "1.0.0", Authorization: `Bearer ${functions.token}` };
      const created = await fetch(`${url}crud/uploads`, {
        method: "POST",
        headers: { ...headers, "Upload-Length": "100" },
      });
      const location = new URL(created.headers.get("Location") ?? "", created.url);
      expect((await fetch(location, { method: "HEAD", headers })).status).toBe(200);
      expect((await fetch(location, { method: "DELETE", headers })).status).toBe(204);
    });
  });

  test("the page finds its parts", async () => {
    await behind({ mount }, async ({ url }) => {
      const page = await (await fetch(`${url}player/`)).text();
      const parts = [...page.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, part]) => part ?? "");
      expect(parts.length).toBeGreaterThan(2);
      for (const part of parts)
        expect((await fetch(new URL(part, `${url}player/`))).status).toBe(200);
    });
  });
});

test("nothing that a function answers lacks its type", async () => {
  await behind({}, async ({ url }, segue) => {
    const { id } = await segue.insert(tone);
    await expect.poll(async () => (await segue.get(id))?.state).toBe("ready");
    const paths = ["songs", `songs/${id}`, `songs/${id}/original`, "stats", "changes", "nothing"];
    const typeOf = async (path: string) =>
      (await ask(`${url}crud/${path}`)).headers["content-type"];
    for (const path of paths)
      expect([path, await typeOf(path)].join(" ")).not.toContain("text/plain");
    const main = await ask(`${url}streaming/${id}/main.m3u8`);
    expect(main.headers["content-type"]).toContain("mpegurl");
  });
});

test("answers, problems and the log name the gateway's id, and who asked", async () => {
  await behind({}, async ({ url }) => {
    const answer = await ask(`${url}crud/songs/AAAAAAAAAAAAAAAAAAAAA`);
    const id = answer.headers["x-call-id"] ?? "";
    expect(JSON.parse(String(answer.body))).toMatchObject({
      instance: `urn:segue:request:${id}`,
    });
    const noted = () => functions.log.find(({ requestId }) => requestId === id);
    await expect.poll(noted).toMatchObject({ status: 404, client: "127.0.0.1" });
  });
});

test("a request that takes too long is ended, and the file goes up all the same, in pieces", async () => {
  const replica = new URL(functions.replicas("crud")[0] ?? "");
  const bytes = await made("-f lavfi -i anoisesrc=d=24:r=44100:seed=9 -ac 2", "wav");
  const file = join(folder, "noise.wav");
  await writeFile(file, bytes);
  const slow = await startProxy(
    { host: replica.hostname, port: Number(replica.port) },
    { rate: 500_000 },
  );
  const gateway = await startOpenFaas({
    replicas: () => [`http://127.0.0.1:${slow.port}`],
    limit: 1_500,
  });
  const { token } = functions;
  const segue = new SegueClient({ url: `${gateway.url}crud/`, token, retryFor: 60_000 });
  try {
    const { id } = await segue.insert(file);
    expect(gateway.late).toBeGreaterThan(0);
    const original = await fetch(`${replica.origin}/songs/${id}/original`);
    expect(Buffer.from(await original.arrayBuffer()).equals(bytes)).toBe(true);
  } finally {
    await gateway.close();
    await slow.close();
  }
});
