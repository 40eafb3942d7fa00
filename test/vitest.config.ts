import { join } from "node:path";
import { defineConfig } from "vitest/config";

const project = (name: string, timeout: number) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeout,
    hookTimeout: 180_000,
  },
});

export default defineConfig({
  root: join(import.meta.dirname, ".."),
  test: {
    // Waiting is for events; how long they take is the machine's affair.
    expect: { poll: { timeout: 60_000 } },
    // Two: songs play in real time, and one test does little else than wait for that.
    maxWorkers: 2,
    globalSetup: "test/support/global-setup.ts",
    reporters: ["default", "test/support/counts.ts"],
    projects: [
      project("unit", 10_000),
      project("contract", 30_000),
      project("integration", 120_000),
      project("browser", 120_000),
    ],
  },
});
