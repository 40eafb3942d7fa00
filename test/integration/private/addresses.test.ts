/** Whoever has no signed address of a song gets nothing of it, however he writes what he has. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Problem } from "../../../api-client/contract.ts";
import { createSigner } from "../../../functions/core/http/signed-paths.ts";
import { newId } from "../../../functions/core/song/ids.ts";
import { signedAgo, signing } from "../../support/private.ts";
import { serveChunks, type Streaming } from "../../support/streaming.ts";
import { ask } from "../../support/wire.ts";

const mine = newId();
const other = newId();
const sign = createSigner(signing);

let streaming: Streaming;
beforeAll(async () => {
  streaming = await serveChunks({ isPrivate: true, signing });
  for (const id of [mine, other]) {
    await streaming.store.chunks.insert(id, "main.m3u8", Buffer.from(`of ${id}`));
    await streaming.store.chunks.insert(id, "e/a128/0.m4s", Buffer.from(`sound of ${id}`));
    await streaming.store.chunks.insert(id, "cover/h/96.jpg", Buffer.from(`cover of ${id}`));
  }
});
afterAll(() => streaming.stop());

const get = (path: string, method = "GET") =>
  ask(streaming.url, { path: `/${path}`, method, headers: { Origin: "https://music.example" } });

describe("a signed address", () => {
  const names = ["main.m3u8", "e/a128/0.m4s", "cover/h/96.jpg"];

  test.each(names)("opens %s, at first and from memory, to its listener alone", async (name) => {
    for (const _time of ["first", "again"]) {
      const { status, headers } = await get(`${sign(mine)}${name}`);
      expect(status).toBe(200);
      expect(headers["cache-control"]).toMatch(
        /^private, max-age=\d+, (immutable|must-revalidate)$/,
      );
      expect(headers["access-control-allow-origin"]).toBe("*");
    }
    expect((await get(`${sign(mine)}${name}`, "HEAD")).status).toBe(200);
  });

  test("is the same for everybody in a window, and another one in the next", () => {
    const at = (seconds: number) => createSigner(signing, () => seconds * 1000)(mine);
    const start = 1_700_000_040;
    expect(start % signing.window).toBe(0);
    expect(at(start)).toBe(at(start + signing.window - 0.001));
    expect(at(start)).not.toBe(at(start + signing.window));
  });

  test("holds for one to two windows, and then says that it has expired", async () => {
    expect((await get(`${signedAgo(signing.window, mine)}main.m3u8`)).status).toBe(200);
    const { status, body } = await get(`${signedAgo(2 * signing.window, mine)}main.m3u8`);
    expect(status).toBe(403);
    expect(JSON.parse(String(body))).toMatchObject({ type: "urn:segue:problem:signature-expired" });
  });

  test("expires also where it is remembered as right", async () => {
    const streamed = await serveChunks({ isPrivate: true, signing, store: streaming.store });
    const until = Date.now() + 1_500;
    const soon = `${streamed.url}${sign(mine, until)}main.m3u8`;
    expect((await ask(soon)).status).toBe(200);
    await expect.poll(async () => (await ask(soon)).status).toBe(403);
    expect(Date.now()).toBeGreaterThanOrEqual(until);
    await streamed.stop();
  });

  test("of an old key opens until that key is taken away", async () => {
    const byOld = signedAgo(0, mine, { ...signing, keys: signing.keys.slice(1) });
    expect((await get(`${byOld}main.m3u8`)).status).toBe(200);
    const keys = signing.keys.slice(0, 1);
    const rotated = await serveChunks({
      isPrivate: true,
      signing: { keys },
      store: streaming.store,
    });
    expect((await ask(`${rotated.url}${byOld}main.m3u8`)).status).toBe(403);
    await rotated.stop();
  });

  test("is not accepted where the library is public: there everything has one address", async () => {
    const open = await serveChunks({ store: streaming.store });
    expect((await ask(`${open.url}${mine}/main.m3u8`)).headers["cache-control"]).toMatch(/^public/);
    expect((await ask(`${open.url}${sign(mine)}main.m3u8`)).status).toBe(404);
    await open.stop();
  });
});

describe("nothing is opened by", () => {
  const [, signed = ""] = sign(mine).split("/");
  const [expiry = "", signature = ""] = signed.split(".");
  const flipped = signature.startsWith("A") ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
  const later = (Number.parseInt(expiry, 36) + 1).toString(36);
  const foreign = signedAgo(0, mine, {
    keys: ["somebody-else's-key-of-33-characters"],
    window: 60,
  });
  const turned = /[a-z]/.test(signature)
    ? signature.replace(/[a-z]/, (letter) => letter.toUpperCase())
    : signature.toLowerCase();

  test.each([
    ["no signature", `${mine}/main.m3u8`],
    ["no signature, and a slash too many", `/${mine}/main.m3u8`],
    ["an empty one", `s//${mine}/main.m3u8`],
    ["only an expiry", `s/${expiry}./${mine}/main.m3u8`],
    ["only a signature", `s/.${signature}/${mine}/main.m3u8`],
    ["another's key", `${foreign}main.m3u8`],
    ["an altered signature", `s/${expiry}.${flipped}/${mine}/main.m3u8`],
    ["a signature in another case", `s/${expiry}.${turned}/${mine}/main.m3u8`],
    ["the beginning of a signature", `s/${expiry}.${signature.slice(0, -1)}/${mine}/main.m3u8`],
    ["more than a signature", `s/${expiry}.${signature}A/${mine}/main.m3u8`],
    ["a padded signature", `s/${expiry}.${signature}=/${mine}/main.m3u8`],
    ["a later expiry", `s/${later}.${signature}/${mine}/main.m3u8`],
    ["an expiry in capitals", `s/${expiry.toUpperCase()}.${signature}/${mine}/main.m3u8`],
    ["an expiry with a nought before it", `s/0${expiry}.${signature}/${mine}/main.m3u8`],
    ["the signature of another song", `s/${signed}/${other}/main.m3u8`],
    ["a signature without a song", `s/${signed}/main.m3u8`],
    ["a signature and nothing else", `s/${signed}`],
    ["a prefix in capitals", `S/${signed}/${mine}/main.m3u8`],
    ["an escaped prefix", `%73/${signed}/${mine}/main.m3u8`],
    ["an escaped dot", `s/${expiry}%2E${signature}/${mine}/main.m3u8`],
    ["an escaped slash", `s/${signed}%2F${mine}/main.m3u8`],
    ["an escaped id", `s/${signed}/%${mine.charCodeAt(0).toString(16)}${mine.slice(1)}/main.m3u8`],
    ["slashes doubled", `s//${signed}//${mine}/main.m3u8`],
    ["a way out of the prefix", `s/${signed}/../${other}/main.m3u8`],
    ["an escaped way out of it", `s/${signed}/%2e%2e/${other}/main.m3u8`],
    ["two songs in one id", `s/${signed}/${mine}%2F${other}/main.m3u8`],
    ["a signature in the query", `${mine}/main.m3u8?s=${signed}`],
    ["a query instead of a song", `s/${signed}?/${mine}/main.m3u8`],
    ["a backslash", `s\\${signed}\\${mine}\\main.m3u8`],
    ["a signature behind the song", `${mine}/s/${signed}/main.m3u8`],
  ])("%s", async (_what, path) => {
    for (const method of ["GET", "HEAD"]) {
      const { status, headers, body } = await get(path, method);
      expect(status).toBe(403);
      expect(headers["content-type"]).toMatch(/^application\/problem\+json/);
      expect(headers["cache-control"]).toBe("no-store");
      if (method === "HEAD") continue;
      const problem = JSON.parse(String(body)) as Problem;
      expect(problem.type).toBe("urn:segue:problem:signature-wrong");
      expect(String(body)).not.toContain(signature);
    }
  });

  test.each([
    ["dots behind it", `../${other}/main.m3u8`],
    ["escaped dots behind it", `%2e%2e/${other}/main.m3u8`],
    ["escaped slashes behind it", `..%2F${other}%2Fmain.m3u8`],
    ["twice escaped slashes behind it", `..%252F${other}%252Fmain.m3u8`],
    ["the other's id behind it", `${other}/main.m3u8`],
    ["an absolute path behind it", `/${other}/main.m3u8`],
    ["a nought behind it", `main.m3u8%00`],
    ["parts of the file that was uploaded", `parts/0000000000000000`],
  ])("a right signature with %s", async (_what, rest) => {
    // Once the prefix is remembered, and once more from memory.
    for (const path of ["main.m3u8", rest, rest]) {
      const { status, body } = await get(`${sign(mine)}${path}`);
      expect([path, status]).toEqual([path, path === "main.m3u8" ? 200 : 404]);
      expect(String(body)).not.toContain(other);
    }
  });

  test.each(["GET", "POST", "PUT", "DELETE", "PATCH"])(
    "%s of what is not there",
    async (method) => {
      expect((await get(`${newId()}/main.m3u8`, method)).status).toBe(403);
    },
  );
});

test("whoever looks after a private library sees that its functions are alive", async () => {
  for (const path of ["healthz", "readyz", "metrics"]) expect((await get(path)).status).toBe(200);
  expect(String((await get("metrics")).body)).not.toContain(mine);
});
