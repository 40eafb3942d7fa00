/** A TCP proxy whose wire can be slow, frozen or cut, as a network's can. */
import { connect, createServer, type Socket } from "node:net";
import { once } from "node:events";

export type Proxy = {
  readonly port: number;
  /** Connections stay open, and nothing passes any more. */
  freeze(): void;
  thaw(): void;
  /** Ends every connection that is open now. */
  cut(): void;
  close(): Promise<void>;
};

type Options = {
  /** Bytes per second of each connection, each way. */
  readonly rate?: number;
};

export const startProxy = async (
  target: { host: string; port: number },
  { rate = Infinity }: Options = {},
): Promise<Proxy> => {
  const sockets = new Set<Socket>();
  let frozen = false;

  const track = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
    if (frozen) socket.pause();
  };

  const resume = (socket: Socket): void => {
    if (!frozen) socket.resume();
  };

  const server = createServer((client) => {
    const upstream = connect(target);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on("data", (data) => {
        if (!to.write(data) || rate < Infinity) from.pause();
        if (rate < Infinity) setTimeout(() => resume(from), (data.length / rate) * 1000);
      });
      if (rate === Infinity) to.on("drain", () => resume(from));
      from.on("close", () => to.destroy());
      from.on("end", () => to.end());
    }
    track(client);
    track(upstream);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    port: (server.address() as { port: number }).port,
    freeze() {
      frozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw() {
      frozen = false;
      for (const socket of sockets) socket.resume();
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
};
