/** The player function: the built page over HTTP. */
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { type IncomingMessage, request as send } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { views } from "../../client/app/views.ts";
import { viewPaths } from "../../functions/player/views.ts";
import { type Server, startServer } from "../support/server.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const address = (path: string): string => `${server.url}/function/player/${path}`;

type Answer = {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
};

/** As it is on the wire: fetch would decode it. */
const get = async (
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
): Promise<Answer> => {
  const request = send(address(path), { method, headers }).end();
  const [response] = (await once(request, "response")) as [IncomingMessage];
  const { statusCode: status = 0 } = response;
  return { status, headers: response.headers, body: await buffer(response) };
};

const mainScript = async (): Promise<string> => {
  const names = await readdir(join(import.meta.dirname, "../../client/dist/assets"));
  return `assets/${names.find((name) => /^main-.*\.js$/.test(name))}`;
};

describe("the page", () => {
  test("is what every view's path answers with", async () => {
    expect(viewPaths.map((path) => path.slice(1))).toEqual([...views]);
    const page = String((await get("")).body);
    expect(page).toContain("<title>Segue</title>");
    for (const path of [...views, "album?id=x", "search?q=%2F%3F"]) {
      const { status, body, headers } = await get(path);
      expect([path, status, String(body)]).toEqual([path, 200, page]);
      expect(headers["content-type"]).toBe("text/html;charset=utf-8");
    }
  });

  test("names its parts by addresses that hold under any prefix", async () => {
    const page = String((await get("")).body);
    const addresses = [...page.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, found]) => found);
    expect(addresses.length).toBeGreaterThan(2);
    for (const found of addresses) {
      expect(found).toMatch(/^\.\//);
      expect((await get(found ?? "")).status).toBe(200);
    }
  });

  test("runs nothing and shows nothing but our own", async () => {
    const { headers, body } = await get("");
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("style-src 'self';");
    expect(policy).not.toMatch(/unsafe/);
    expect(String(body)).not.toMatch(/<script>|<style| style=| on\w+=/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("no-referrer");
  });
});

describe("files", () => {
  test("are compressed as the browser likes it, and the same in every coding", async () => {
    const path = await mainScript();
    const plain = await get(path);
    const brotli = await get(path, { "Accept-Encoding": "gzip, deflate, br" });
    const zipped = await get(path, { "Accept-Encoding": "gzip" });
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(brotli.headers["content-encoding"]).toBe("br");
    expect(zipped.headers["content-encoding"]).toBe("gzip");
    expect(brotliDecompressSync(brotli.body)).toEqual(plain.body);
    expect(gunzipSync(zipped.body)).toEqual(plain.body);
    expect(brotli.body.length).toBeLessThan(plain.body.length / 2);
    for (const { headers } of [plain, brotli, zipped]) {
      expect(headers["vary"]).toContain("Accept-Encoding");
      expect(headers["content-type"]).toMatch(/javascript/);
    }
  });

  test("named by their content stay for ever; the page is asked for anew, and answers that it is the same", async () => {
    const asset = await get(await mainScript());
    expect(asset.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    for (const path of ["", "albums", "icon.svg"]) {
      const first = await get(path);
      expect(first.headers["cache-control"]).toBe("no-cache");
      const again = await get(path, { "If-None-Match": String(first.headers["etag"]) });
      expect([again.status, again.body.length]).toEqual([304, 0]);
      expect(again.headers["cache-control"]).toBe("no-cache");
    }
  });

  test("that are not there are 404, whatever they are called", async () => {
    const paths = ["assets/main-old.js", "assets/", "nothing", "albums/x", "albums/", "index"];
    for (const path of [...paths, "..%2f..%2fpackage.json", "%00", ".git/config"]) {
      const { status, headers } = await get(path);
      expect([path, status]).toEqual([path, 404]);
      expect(headers["cache-control"]).toBe("no-store");
    }
  });

  test("come whole whatever range is asked for, and as headers alone to HEAD", async () => {
    const path = await mainScript();
    const { body } = await get(path);
    const ranged = await get(path, { Range: "bytes=-" });
    expect([ranged.status, ranged.body.length]).toEqual([200, body.length]);
    const head = await get(path, {}, "HEAD");
    expect([head.status, head.body.length]).toEqual([200, 0]);
    expect(head.headers["content-length"]).toBe(String(body.length));
    expect((await get("", {}, "POST")).status).toBe(405);
  });
});
