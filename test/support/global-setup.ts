import type { TestProject } from "vitest/node";
import { startMongo } from "./mongodb.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Undefined where no MongoDB can be had. */
    mongodbUri: string | undefined;
  }
}

const startNow = async () => {
  const server = await startMongo();
  process.stdout.write(
    `\nTests on MongoDB run on: ${server?.name ?? "nothing: they are skipped"}.\n`,
  );
  return server;
};

let server: ReturnType<typeof startNow> | undefined;

export default async (project: TestProject) => {
  server ??= startNow();
  project.provide("mongodbUri", (await server)?.uri);
  return async () => (await server)?.stop();
};
