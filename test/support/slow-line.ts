/** A line with a round trip and a rate, as TCP has them: what is sent waits its turn, travels, and arrives in order. */
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export type Line = {
  readonly port: number;
  close(): Promise<void>;
};

type Options = {
  readonly port: number;
  /** ms there and back. */
  readonly roundTrip: number;
  /** Bits per second, each way, of all connections together. */
  readonly rate: number;
};

/** Bytes that travel as one: about what a packet carries. */
const packet = 1_460;
/** Bytes on their way from one end, after which it waits. */
const window = 64 * 1024;

/** One direction. Gives what carries bytes to `arrive`. */
const createLane = ({ roundTrip, rate }: Options) => {
  let freeAt = 0;
  return (length: number, arrive: () => void): void => {
    const now = performance.now();
    freeAt = Math.max(now, freeAt) + (length * 8_000) / rate;
    setTimeout(arrive, freeAt - now + roundTrip / 2);
  };
};

type Lane = ReturnType<typeof createLane>;

const pass = (from: Socket, to: Socket, lane: Lane): void => {
  let travelling = 0;
  from.on("data", (data: Buffer) => {
    for (let at = 0; at < data.length; at += packet) {
      const piece = data.subarray(at, at + packet);
      travelling += piece.length;
      lane(piece.length, () => {
        travelling -= piece.length;
        if (!to.destroyed) to.write(piece);
        if (travelling < window) from.resume();
      });
    }
    if (travelling >= window) from.pause();
  });
  from.on("end", () => lane(0, () => to.end()));
  from.on("error", () => to.destroy());
};

export const startLine = async (options: Options): Promise<Line> => {
  const sockets = new Set<Socket>();
  const up = createLane(options);
  const down = createLane(options);
  const server = createServer((client) => {
    const upstream = connect(options.port, "127.0.0.1");
    for (const socket of [client, upstream]) {
      sockets.add(socket.setNoDelay());
      socket.on("close", () => sockets.delete(socket));
    }
    pass(client, upstream, up);
    pass(upstream, client, down);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as { port: number }).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
};
