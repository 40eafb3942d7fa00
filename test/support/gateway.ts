/** A gateway in front of a server, that fails as a test wants it to. */
import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Seen = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
};

/** What becomes of a request; undefined: it goes through. */
type Fate =
  | undefined
  /** It reaches the server, and its answer is lost. */
  | "lose answer"
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string };

export type Gateway = {
  readonly url: string;
  readonly seen: readonly Seen[];
  close(): Promise<void>;
};

const forward = (
  target: URL,
  incoming: IncomingMessage,
  response: ServerResponse,
  lose: boolean,
) => {
  const { method, headers, url = "/" } = incoming;
  const outgoing = request(new URL(url, target), { method, headers }, (answer) => {
    if (lose) return void response.destroy();
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  outgoing.on("error", () => response.destroy());
  incoming.on("close", () => {
    if (!incoming.complete) outgoing.destroy();
  });
  incoming.pipe(outgoing);
};

/** `fate` is asked for each request, with its number from 1 on. */
export const startGateway = async (
  target: string,
  fate: (seen: Seen, number: number) => Fate,
): Promise<Gateway> => {
  const seen: Seen[] = [];
  const server = createServer((incoming, response) => {
    const { method = "", url: path = "", headers } = incoming;
    seen.push({ method, path, headers });
    const decided = fate({ method, path, headers }, seen.length);
    if (typeof decided === "object") {
      response.writeHead(decided.status, { Connection: "close", ...decided.headers });
      response.end(decided.body);
    } else forward(new URL(target), incoming, response, decided === "lose answer");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
};
