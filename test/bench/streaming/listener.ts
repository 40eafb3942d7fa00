/** A listener as a program: fetches a song's segments as it plays them, over one connection, and notes when sound runs out. */
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** ms. */
const segmentPlays = 6_130;
/** ms of sound that a player has in advance: the player's maxBufferLength. */
const ahead = 20_000;

export type Heard = {
  /** ms from the first request to the first segment. */
  readonly waited: number;
  readonly stalls: number;
  readonly segments: number;
};

/** What comes is counted, not kept: one buffer will do for all. */
const buffer = new Uint8Array(256 * 1024);

type Line = {
  /** Resolves when the answer is there. */
  get(path: string): Promise<void>;
  close(): void;
};

const openLine = (server: URL): Line => {
  let rest = 0;
  let answered = Promise.withResolvers<void>();
  const begin = (count: number): number => {
    const head = Buffer.from(buffer.buffer, 0, count).toString("latin1");
    const end = head.indexOf("\r\n\r\n") + 4;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head.slice(0, end))?.[1]);
    if (!head.startsWith("HTTP/1.1 200")) answered.reject(new Error(head.slice(0, end)));
    return end + length;
  };
  const socket = connect({
    port: Number(server.port),
    host: server.hostname,
    onread: {
      buffer,
      callback(count) {
        if (rest === 0) rest = begin(count);
        rest -= count;
        if (rest === 0) answered.resolve();
        return true;
      },
    },
  });
  socket.on("error", (error) => answered.reject(error));
  socket.on("close", () => answered.reject(new Error("The connection was closed.")));
  return {
    get(path) {
      answered = Promise.withResolvers();
      socket.write(`GET /${path} HTTP/1.1\r\nHost: ${server.host}\r\n\r\n`);
      return answered.promise;
    },
    close: () => socket.destroy(),
  };
};

/** Listens until `end` (ms by `performance.now()`). */
export const listenAlong = async (
  server: URL,
  pathOf: (n: number) => string,
  end: number,
): Promise<Heard> => {
  const line = openLine(server);
  const asked = performance.now();
  await line.get(pathOf(0));
  const waited = performance.now() - asked;
  /** When what has been fetched is played to its end. */
  let silentAt = performance.now() + segmentPlays;
  let stalls = 0;
  let segments = 1;
  for (; performance.now() < end; segments++) {
    await pause(Math.max(0, silentAt - performance.now() - ahead));
    await line.get(pathOf(segments));
    const now = performance.now();
    if (now > silentAt) stalls++;
    silentAt = Math.max(now, silentAt) + segmentPlays;
  }
  line.close();
  return { waited, stalls, segments };
};
