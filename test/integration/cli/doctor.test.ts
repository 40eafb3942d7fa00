/** `segue doctor`: each fault by its name, with what to do about it. */
import { once } from "node:events";
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Doctor } from "../../../api-client/contract.ts";
import { jsonIn, runSegue } from "../../support/cli.ts";
import { type Server, startServer } from "../../support/server.ts";

const token = "a-token-of-the-server";

let server: Server;
beforeAll(async () => {
  server = await startServer({ env: { SEGUE_TOKEN: token } });
});
afterAll(() => server.kill());

const stand: HttpServer[] = [];
afterEach(() => {
  for (const one of stand.splice(0)) one.close();
});

type Answer = { readonly status?: number; readonly type?: string; readonly body: string };

/** Something else at an address. */
const standIn = async (answer: (path: string) => Answer): Promise<string> => {
  const one = createServer((request, response) => {
    const { status = 200, type = "application/json", body } = answer(request.url ?? "");
    response.writeHead(status, { "Content-Type": type, Connection: "close" }).end(body);
  });
  stand.push(one);
  one.listen(0, "127.0.0.1");
  await once(one, "listening");
  return `http://127.0.0.1:${(one.address() as AddressInfo).port}`;
};

type Checked = {
  readonly check: string;
  readonly state: string;
  readonly message: string;
  readonly hint?: string;
};

const doctor = async (env: Readonly<Record<string, string>>) => {
  const { code, stdout, stderr } = await runSegue(["doctor", "--json"], { env });
  expect(stderr).toBe("");
  const checks = jsonIn(stdout) as Checked[];
  return { code, check: (name: string) => checks.find(({ check }) => check === name) };
};

/** A server whose doctor says so. */
const ailing = (change: Partial<Doctor>): Promise<string> =>
  standIn((path) => {
    if (path.includes("/crud/songs")) return { body: "[]" };
    if (!path.endsWith("/doctor")) return { body: "" };
    const time = new Date().toISOString();
    const well = { time, store: { name: "SQLite", time }, ffmpeg: "8", streaming: "../streaming/" };
    return { body: JSON.stringify({ ...well, ...change }) };
  });

const soon = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

describe("doctor", () => {
  test("says of each part that it is well", async () => {
    const { code, stdout } = await runSegue(["doctor"], {
      env: { SEGUE_URL: server.url, SEGUE_TOKEN: token },
    });
    expect(code).toBe(0);
    for (const name of ["server", "token", "store", "ffmpeg", "clock", "streaming", "player"])
      expect(stdout).toMatch(new RegExp(`^✔ ${name} `, "m"));
  });

  test("finds no server", async () => {
    const { code, check } = await doctor({ SEGUE_URL: "http://127.0.0.1:9" });
    expect(code).toBe(3);
    expect(check("server")).toMatchObject({
      state: "wrong",
      hint: expect.stringMatching(/Start it/),
    });
    expect(check("store")).toMatchObject({ state: "unknown" });
  });

  test("finds something else at the address", async () => {
    const url = await standIn(() => ({ type: "text/html", body: "<h1>Hello</h1>" }));
    const { code, check } = await doctor({ SEGUE_URL: url });
    expect(code).toBe(3);
    expect(check("server")).toMatchObject({
      state: "wrong",
      message: expect.stringContaining("does not answer as Segue does"),
      hint: expect.stringContaining("SEGUE_URL"),
    });
  });

  test.each([
    [undefined, "This needs a token.", "Set SEGUE_TOKEN"],
    ["another-token-altogether", "That token didn't work.", "Copy it again"],
  ])("finds that the token is %s", async (given, message, hint) => {
    const env = { SEGUE_URL: server.url, ...(given !== undefined && { SEGUE_TOKEN: given }) };
    const { code, check } = await doctor(env);
    expect(code).toBe(4);
    expect(check("server")).toMatchObject({ state: "good" });
    expect(check("token")).toMatchObject({
      state: "wrong",
      message,
      hint: expect.stringContaining(hint),
    });
  });

  test.each<[string, () => Partial<Doctor>, string]>([
    ["store", () => ({ store: { name: "MongoDB" } }), "MongoDB does not answer."],
    ["ffmpeg", () => ({ ffmpeg: undefined }), "The server cannot start it."],
    ["clock", () => ({ time: soon(600), store: { name: "SQLite", time: soon(600) } }), "10 min"],
    [
      "clock",
      () => ({ store: { name: "MongoDB", time: soon(-3000) } }),
      "its store's differ by 50 min",
    ],
  ])("finds what is wrong with the %s", async (name, change, message) => {
    const { code, check } = await doctor({ SEGUE_URL: await ailing(change()) });
    expect(code).toBe(1);
    expect(check(name)).toMatchObject({
      state: "wrong",
      message: expect.stringContaining(message),
      hint: expect.any(String),
    });
  });

  test("finds that streaming is away though the rest is well", async () => {
    const { code, check } = await doctor({
      SEGUE_URL: await ailing({ streaming: "http://127.0.0.1:9/" }),
    });
    expect(code).toBe(1);
    expect(check("streaming")).toMatchObject({ state: "wrong", message: "It does not answer." });
    expect(check("player")).toMatchObject({ state: "good" });
  });
});
