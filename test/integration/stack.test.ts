/** What `faas-cli` makes of stack.yml: a folder for each image, with all that its Dockerfile copies. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dockerfile, isOnPath } from "../support/bundle.ts";

const root = join(import.meta.dirname, "../..");
const copied = dockerfile
  .split("\n")
  .filter((line) => line.startsWith("COPY ") && !line.includes("--from"))
  .flatMap((line) => line.split(" ").slice(1, -1));

describe.skipIf(!isOnPath("faas-cli"))("faas-cli (needs it on PATH)", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "segue-stack-"));
    for (const name of ["stack.yml", "docker", "template", ...copied])
      await cp(join(root, name), join(folder, name), { recursive: true });
    execFileSync("faas-cli", ["build", "--shrinkwrap"], { cwd: folder, stdio: "ignore" });
  });
  afterAll(() => rm(folder, { recursive: true }));

  const generated = (env: Record<string, string>): string =>
    execFileSync("faas-cli", ["generate"], {
      cwd: folder,
      env: { PATH: process.env["PATH"], ...env },
      encoding: "utf8",
    });

  test.each(["crud", "streaming", "player"])("gives %s all that its image is made of", (name) => {
    expect(copied).toContain("functions");
    const missing = ["Dockerfile", ...copied].filter(
      (path) => !existsSync(join(folder, "build", name, path)),
    );
    expect(missing).toEqual([]);
  });

  test("takes registry and tag from whoever deploys, and has no registry of its own", () => {
    const images = (env: Record<string, string>) => generated(env).match(/image: \S+/g);
    const given = { REGISTRY: "example.org/me", TAG: "1.2" };
    expect(images(given)).toContain("image: example.org/me/segue-crud:1.2");
    expect(images({})?.every((image) => image.includes(".invalid/"))).toBe(true);
  });

  test("gives each heap less than half of its function's memory, and each function a root that it cannot write to", () => {
    const functions = generated({}).split("---\n").filter(Boolean);
    expect(functions).toHaveLength(3);
    const megabytes = { Mi: 1, Gi: 1024 };
    for (const one of functions) {
      const heap = Number(/--max-old-space-size=(\d+)/.exec(one)?.[1]);
      const limit = /limits:\s+memory: (\d+)(Mi|Gi)/.exec(one);
      expect(heap).toBeLessThan((Number(limit?.[1]) * megabytes[limit?.[2] as "Mi" | "Gi"]) / 2);
      expect(one).toContain("readOnlyRootFilesystem: true");
    }
  });
});
