/** Which pages may read, and that none but our own may write. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type Server } from "../support/server.ts";
import { serveChunks, type Streaming } from "../support/streaming.ts";
import { ask } from "../support/wire.ts";

const id = "cors-test-song-------";
const page = "https://music.example";

const preflight = (method: string, headers = "authorization,range") => ({
  method: "OPTIONS",
  headers: {
    Origin: page,
    "Access-Control-Request-Method": method,
    "Access-Control-Request-Headers": headers,
  },
});

describe("any page", () => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  test.each([["crud/songs"], ["crud/songs/x"], [`streaming/${id}/1.m4s`]])(
    "may ask %s with a token, a range or a condition",
    async (path) => {
      const url = `${server.url}/function/${path}`;
      const { status, headers } = await ask(url, preflight("GET"));
      expect([status, headers["access-control-allow-origin"]]).toEqual([204, "*"]);
      expect(headers["access-control-allow-methods"]).toBe("GET, HEAD");
      const allowed = headers["access-control-allow-headers"]?.toLowerCase().split(", ");
      expect(allowed).toEqual(
        expect.arrayContaining(["authorization", "range", "if-none-match", "if-range"]),
      );
    },
  );

  test.each([["POST"], ["PATCH"], ["PUT"], ["DELETE"]])("may not %s", async (method) => {
    const { status, headers } = await ask(server.crud("songs"), preflight(method));
    expect(status).toBe(403);
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("sees what went wrong", async () => {
    const { status, headers } = await ask(server.stream({ id }, "main.m3u8"));
    expect([status, headers["access-control-allow-origin"]]).toEqual([404, "*"]);
  });

  test("whoever asks which methods there are is told", async () => {
    const streamed = await ask(server.stream({ id }, "main.m3u8"), { method: "OPTIONS" });
    expect([streamed.status, streamed.headers["allow"]]).toEqual([204, "GET, HEAD, OPTIONS"]);
    const songs = await ask(server.crud("songs"), { method: "OPTIONS" });
    expect([songs.status, songs.headers["allow"]]).toEqual([204, "GET, HEAD, POST, OPTIONS"]);
  });
});

describe("where only some origins are listed", () => {
  let streaming: Streaming;
  beforeAll(async () => {
    streaming = await serveChunks({ origins: [page, "https://other.example"] });
    await streaming.store.chunks.insert(id, "1.m4s", Buffer.from("sound"));
  });
  afterAll(() => streaming.stop());

  test.each([["from the store"], ["from memory"]])("theirs read %s", async () => {
    const { status, headers } = await ask(`${streaming.url}${id}/1.m4s`, {
      headers: { Origin: page },
    });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      "access-control-allow-origin": page,
      "timing-allow-origin": page,
      vary: "Origin",
    });
  });

  test("others do not, and a cache is told that it matters who asks", async () => {
    for (const headers of [{ Origin: "https://evil.example" }, {}]) {
      const answer = await ask(`${streaming.url}${id}/1.m4s`, { headers });
      expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
      expect(answer.headers["vary"]).toBe("Origin");
    }
  });
});
