/** The engine in a page of its own, built as the player is. */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sirv from "sirv";
import { build } from "vite";

export type EnginePage = {
  /** `crud`: the address of the server's crud function. */
  url(crud: string): string;
  close(): Promise<void>;
};

export const buildEnginePage = async (page = "engine-page"): Promise<EnginePage> => {
  const outDir = await mkdtemp(join(tmpdir(), "segue-engine-page-"));
  await build({
    root: join(import.meta.dirname, page),
    base: "./",
    logLevel: "warn",
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2023",
      chunkSizeWarningLimit: 3_000,
      minify: false,
    },
  });
  const serve = sirv(outDir);
  const server = createServer((request, response) => serve(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  return {
    url: (crud) => `http://127.0.0.1:${port}/?crud=${encodeURIComponent(crud)}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await rm(outDir, { recursive: true });
    },
  };
};
