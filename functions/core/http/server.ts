/** Listening and ending. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { Problem } from "../problem.ts";
import { problemBody, refuse } from "./problems.ts";

/** ms. An upload may take hours: its own route watches that it goes on. Who takes none waits no longer than this. */
const requestTimeout = 60_000;
const headersTimeout = 20_000;
const connectionsCheckingInterval = 5_000;
/** Longer than the proxies in front keep theirs, so that none writes into a connection that is just closed. */
const keepAliveTimeout = 75_000;
/** ms between two looks whether the last request has ended. */
const look = 50;

const faults: Readonly<Record<string, { readonly status: string; readonly problem: Problem }>> = {
  HPE_HEADER_OVERFLOW: {
    status: "431 Request Header Fields Too Large",
    problem: new Problem("header-too-large", { detail: "Shorten its address or headers." }),
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: "408 Request Timeout",
    problem: new Problem("request-stalled", { detail: "Its head did not come. Send it again." }),
  },
};
const notHttp = {
  status: "400 Bad Request",
  problem: new Problem("invalid-request", { detail: "This is not HTTP." }),
};

const hostless = new Problem("invalid-request", { detail: "It has no Host." });

/** Requests that are no HTTP, or too long a head of one: Express never sees them. */
const answerClientError = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (!socket.writable || error.code === "ECONNRESET") return void socket.destroy();
  const { status, problem } = faults[error.code ?? ""] ?? notHttp;
  const body = problemBody(problem);
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/problem+json\r\nConnection: close\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
};

const lacksHost = ({ httpVersion, headers }: IncomingMessage): boolean =>
  httpVersion !== "1.0" && headers.host === undefined;

/** Whoever sends no Host (RFC 9112, 3.2) is told so in the form that all problems have: Node itself says nothing. */
const withHost =
  (listener: RequestListener): RequestListener =>
  (request, response) => {
    if (!lacksHost(request)) return listener(request, response);
    refuse(response, hostless, { Connection: "close" });
  };

/** Idle connections make room for new ones; where none is idle, new ones are closed. */
const limitConnections = (server: Server, most: number): void => {
  let open = 0;
  server.maxConnections = most;
  server.on("connection", (socket: Socket) => {
    open++;
    socket.once("close", () => open--);
    if (open >= most) server.closeIdleConnections();
  });
};

type Place = {
  readonly port: number;
  readonly host: string;
  /** Most at once. */
  readonly connections?: number;
  /** Whether requests have bodies that are read. */
  readonly takesBodies?: boolean;
};

export const listen = async (
  listener: RequestListener,
  { port, host, connections = Infinity, takesBodies = true }: Place,
): Promise<Server> => {
  const answer = withHost(listener);
  const times = { headersTimeout, keepAliveTimeout, connectionsCheckingInterval };
  const server = createServer(
    {
      ...times,
      requestTimeout: takesBodies ? 0 : requestTimeout,
      // A stream of nothing, with its events, would be a tenth of what a segment costs.
      optimizeEmptyRequests: !takesBodies,
      requireHostHeader: false,
    },
    answer,
  );
  limitConnections(server, connections);
  // The route that takes an upload says when it wants the body. Nothing else can be expected (RFC 9110, 10.1.1).
  server.on("checkContinue", answer);
  server.on("checkExpectation", answer);
  server.on("clientError", answerClientError);
  server.listen(port, host);
  await once(server, "listening");
  return server;
};

export const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** Serves for as long as it is busy, `patience` ms at most, then closes every connection. */
export const close = async (
  server: Server,
  isBusy: () => boolean,
  patience: number,
): Promise<void> => {
  const deadline = Date.now() + patience;
  while (isBusy() && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, look));
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
};
