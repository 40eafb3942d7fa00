/** A line to several servers that breaks at random, in the middle of whatever passes; the same each time by its seed. */
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export type RoughLine = {
  readonly port: number;
  /** Connections that have been cut so far. */
  readonly cuts: number;
  close(): Promise<void>;
};

/** mulberry32: numbers from 0 to 1. */
export const random = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

type Options = {
  readonly ports: readonly number[];
  readonly seed: number;
  /** Bytes, both ways together, after which a connection is cut at the latest. */
  readonly longest: number;
};

/** Each connection leads to another of the servers. */
export const startRoughLine = async ({ ports, seed, longest }: Options): Promise<RoughLine> => {
  const next = random(seed);
  const sockets = new Set<Socket>();
  let cuts = 0;

  const server = createServer((client) => {
    const port = ports[Math.floor(next() * ports.length)] ?? 0;
    const upstream = connect(port, "127.0.0.1");
    let rest = Math.floor(next() * longest);
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    const pass = (from: Socket, to: Socket): void => {
      sockets.add(from);
      from.on("error", end).on("close", () => {
        sockets.delete(from);
        end();
      });
      from.on("data", (data: Buffer) => {
        const piece = data.subarray(0, rest);
        rest -= piece.length;
        if (!to.write(piece)) {
          from.pause();
          to.once("drain", () => from.resume());
        }
        if (rest > 0) return;
        cuts++;
        // What was let through arrives; nothing more does.
        to.end(() => setImmediate(end));
      });
    };
    pass(client, upstream);
    pass(upstream, client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    port: (server.address() as { port: number }).port,
    get cuts() {
      return cuts;
    },
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
};
