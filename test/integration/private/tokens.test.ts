/** A token that only reads, and what becomes of whoever tries out tokens. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Doctor, Song } from "../../../api-client/contract.ts";
import { newId } from "../../../functions/core/song/ids.ts";
import { asOwner, startPrivateServer, token } from "../../support/private.ts";
import { expectProblem } from "../../support/problems.ts";
import { bearer, ingest, type Server, startServer } from "../../support/server.ts";
import { made } from "../../support/sound.ts";

const reader = "token-of-a-guest";
const env = { SEGUE_TOKEN: token, SEGUE_READ_TOKEN: `${reader}\nof-another-guest` };

const writes = [
  ["POST", "songs"],
  ["PATCH", "songs/ID"],
  ["DELETE", "songs/ID"],
  ["POST", "songs/ID/restore"],
  ["POST", "songs/ID/encode"],
  ["PUT", "songs/ID/cover"],
  ["DELETE", "songs/ID/cover"],
  ["POST", "uploads"],
  ["HEAD", "uploads/ID"],
  ["PATCH", "uploads/ID"],
  ["DELETE", "uploads/ID"],
] as const;

describe("a token that only reads", () => {
  let server: Server;
  let song: Song;
  beforeAll(async () => {
    server = await startPrivateServer({ env });
    const sound = await made("-f lavfi -i sine=f=440:d=3", "wav");
    song = await ingest(server, sound, { query: { title: "Shown to guests" } });
  });
  afterAll(() => server.stop());

  test.each([reader, "of-another-guest"])("lists, plays and downloads (%s)", async (guest) => {
    const headers = bearer(guest);
    for (const path of [
      "songs",
      "albums",
      "artists",
      "stats",
      "changes",
      `songs/${song.id}/original`,
    ])
      expect((await fetch(server.crud(path), { headers })).status).toBe(200);
    const read = (await (await fetch(server.crud(`songs/${song.id}`), { headers })).json()) as Song;
    const main = new URL(read.hls, new URL(read.streaming, server.crud("")));
    expect((await fetch(main)).status).toBe(200);
  });

  test.each(writes)("does not %s %s, and is told so in words", async (method, template) => {
    const path = template.replace("ID", song.id);
    for (const headers of [{}, { "X-HTTP-Method-Override": "PATCH" }]) {
      const response = await fetch(server.crud(path), {
        method,
        headers: { ...bearer(reader), "Tus-Resumable": "1.0.0", ...headers },
      });
      expect(response.status).toBe(403);
      expect(await response.text()).toMatch(method === "HEAD" ? /^$/ : /"This token only reads\."/);
    }
    const now = await fetch(server.crud(`songs/${song.id}`), { headers: asOwner });
    expect(await now.json()).toMatchObject({ title: "Shown to guests", revision: 0 });
  });

  test("is told what it may do", async () => {
    const accessOf = async (headers: HeadersInit) =>
      ((await (await fetch(server.crud("doctor"), { headers })).json()) as Doctor).access;
    expect(await accessOf(bearer(reader))).toBe("read");
    expect(await accessOf(asOwner)).toBe("write");
  });
});

test("a token that only reads does not write in a public library either", async () => {
  const server = await startServer({ env });
  const remove = { method: "DELETE", headers: bearer(reader) };
  await expectProblem(await fetch(server.crud(`songs/${newId()}`), remove), 403, "read-only");
  expect((await fetch(server.crud("songs"))).status).toBe(200);
  await server.stop();
});

describe("wrong tokens", () => {
  let server: Server;
  beforeAll(async () => {
    server = await startPrivateServer({ env });
  });
  afterAll(() => server.stop());

  const ask = (address: string, headers: Record<string, string>) =>
    fetch(server.crud("songs"), { headers: { "X-Forwarded-For": address, ...headers } });

  test("have to wait after ten, right ones from there too, and from nowhere else", async () => {
    const attacker = "203.0.113.7";
    for (let n = 0; n < 10; n++)
      await expectProblem(await ask(attacker, bearer(`guess-number-${n}`)), 401, "token-wrong");
    for (const guess of ["another-guess", token, reader]) {
      const response = await ask(attacker, bearer(guess));
      const seconds = Number(response.headers.get("Retry-After"));
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(60);
      const problem = await expectProblem(response, 429, "too-many-tries");
      expect(problem.detail).toBe(`Try again in ${seconds} s.`);
    }
    for (const address of ["198.51.100.1", `${attacker}, 198.51.100.2`])
      for (const right of [token, reader])
        expect((await ask(address, bearer(right))).status).toBe(200);
    // Whoever makes up the beginning of the list is still the one at its end.
    expect((await ask(`198.51.100.1, ${attacker}`, bearer(token))).status).toBe(429);
  });

  test("do not count where none was sent, or a right one", async () => {
    const address = "198.51.100.3";
    for (let n = 0; n < 12; n++) {
      await expectProblem(await ask(address, {}), 401, "token-needed");
      expect((await ask(address, bearer(reader))).status).toBe(200);
    }
  });
});

test.each([
  [{ SEGUE_READ_TOKEN: token }, /it would write/],
  [{ SEGUE_READ_TOKEN: "short" }, /shorter than 8/],
  [{ SEGUE_READ_TOKEN: reader, SEGUE_TOKEN: "", SEGUE_PRIVATE: "false" }, /nobody could write/],
])("a server does not start with %o", async (wrong, why) => {
  await expect(startPrivateServer({ env: { ...env, ...wrong } })).rejects.toThrow(why);
});
