import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ConfigError, readConfig } from "../../functions/core/config.ts";

let secrets: string;
beforeAll(async () => {
  secrets = await mkdtemp(join(tmpdir(), "segue-secrets-"));
  await writeFile(join(secrets, "segue-token"), "first-token\nsecond-token\n");
  await writeFile(join(secrets, "segue-mongodb"), "mongodb://db.example/segue\n");
});
afterAll(() => rm(secrets, { recursive: true }));

describe("the configuration", () => {
  test("of an empty environment is a library in ./data on loopback", () => {
    expect(readConfig({}, "/nowhere")).toMatchObject({
      port: 8080,
      host: "127.0.0.1",
      dataDir: "./data",
      mongodbUri: undefined,
      tokens: [],
      longest: 12 * 3600,
    });
  });

  test("takes secrets from their files, and the environment before them", () => {
    expect(readConfig({}, secrets)).toMatchObject({
      tokens: ["first-token", "second-token"],
      mongodbUri: "mongodb://db.example/segue",
    });
    expect(readConfig({ SEGUE_TOKEN: "another-token" }, secrets).tokens).toEqual(["another-token"]);
  });

  test("names everything that is wrong at once", () => {
    const env = {
      PORT: "http",
      SEGUE_MAX_HOURS: "-1",
      MONGODB_URI: "localhost",
      SEGUE_TOKEN: "x",
      LOG_LEVEL: "loud",
    };
    const read = () => readConfig(env, "/nowhere");
    expect(read).toThrow(ConfigError);
    for (const name of Object.keys(env)) expect(read).toThrow(name);
  });

  test("never tells a token", () => {
    expect(() => readConfig({ SEGUE_TOKEN: "hunter2" }, "/nowhere")).toThrow(/^(?!.*hunter2)/);
  });

  test("a CDN's address ends in one slash", () => {
    const { streamingUrl } = readConfig(
      { SEGUE_STREAMING_URL: "https://cdn.example/s" },
      "/nowhere",
    );
    expect(streamingUrl).toBe("https://cdn.example/s/");
  });
});
