/** Listening and ending. */
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { Problem } from "../problem.ts";
import { problemBody } from "./problems.ts";

/** ms. An upload may take hours: its own route watches that it goes on. */
const requestTimeout = 0;
const headersTimeout = 20_000;
/** Longer than the proxies in front keep theirs, so that none writes into a connection that is just closed. */
const keepAliveTimeout = 75_000;
/** ms between two looks whether the last request has ended. */
const look = 50;

const sendRaw = (socket: Socket, problem: Problem, status: string): void => {
  const body = problemBody(problem);
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/problem+json\r\nConnection: close\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
};

/** Requests that are no HTTP, or too long a head of one: Express never sees them. */
const answerClientError = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (!socket.writable || error.code === "ECONNRESET") return void socket.destroy();
  if (error.code === "HPE_HEADER_OVERFLOW")
    sendRaw(
      socket,
      new Problem("header-too-large", { detail: "Shorten its address or headers." }),
      "431 Request Header Fields Too Large",
    );
  else
    sendRaw(
      socket,
      new Problem("invalid-request", { detail: "This is not HTTP." }),
      "400 Bad Request",
    );
};

export const listen = async (
  listener: RequestListener,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<Server> => {
  const server = createServer({ requestTimeout, headersTimeout, keepAliveTimeout }, listener);
  // The route that takes an upload says when it wants the body.
  server.on("checkContinue", listener);
  server.on("clientError", answerClientError);
  server.listen(port, host);
  await once(server, "listening");
  return server;
};

export const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** Serves what is open, for `patience` ms at most, then closes every connection. */
export const close = async (
  server: Server,
  open: () => number,
  patience: number,
): Promise<void> => {
  const deadline = Date.now() + patience;
  while (open() > 0 && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, look));
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
};
