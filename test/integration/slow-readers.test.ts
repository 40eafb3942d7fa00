/** Downloads that nobody goes on with. */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { partName } from "../../functions/core/ingest/parts.ts";
import { openSqliteStore } from "../../functions/core/store/sqlite.ts";
import { startServer } from "../support/server.ts";
import { aSong } from "../support/songs.ts";
import { ask } from "../support/wire.ts";

const MiB = 1024 * 1024;
/** More than lies on the way between the two. */
const parts = 48;

test("a file of which nobody takes a byte any more is given up", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "segue-slow-readers-"));
  const store = openSqliteStore(dataDir);
  const song = aSong({}, { state: "ready", original: { bytes: parts * MiB, complete: true } });
  await store.songs.insert(song);
  const part = Buffer.alloc(MiB, 7);
  for (let n = 0; n < parts; n++) await store.chunks.insert(song.id, partName(n * MiB), part);
  await store.close();

  const server = await startServer({ dataDir, env: { SEGUE_UNREAD_SECONDS: "1" } });
  const { pathname, port, hostname } = new URL(server.crud(`songs/${song.id}/original`));
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {});
  socket.write(`GET ${pathname} HTTP/1.1\r\nHost: x\r\n\r\n`);
  // It comes, and is not read.
  await once(socket, "readable");
  const open = async (): Promise<number> => {
    const text = String((await ask(server.crud("metrics"))).body);
    // The one that asks is among them.
    return Number(/^segue_http_requests_open (\d+)$/m.exec(text)?.[1]) - 1;
  };
  await expect.poll(open).toBe(0);
  socket.destroy();
  await server.stop();
  await rm(dataDir, { recursive: true });
});
