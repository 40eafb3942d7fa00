/**
 * The gateway of OpenFaaS as functions meet it, measured on the real one: its prefix is gone, bodies come in chunks,
 * the host is the container's, requests have an id and end after a time.
 */
import { once } from "node:events";
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { newId } from "../../functions/core/song/ids.ts";

export type OpenFaas = {
  /** Of the functions, as `http://127.0.0.1:1234/function/`. */
  readonly url: string;
  /** Requests that took too long so far. */
  readonly late: number;
  close(): Promise<void>;
};

type Options = {
  /** Where the functions are under this gateway's address, or that of an ingress before it. */
  readonly mount?: string;
  /** Addresses of the function's replicas that are ready now. */
  readonly replicas: (name: string) => readonly string[];
  /** ms that a request may take, its body included. */
  readonly limit?: number;
};

/** RFC 9110, 7.6.1: they are for one connection. */
const hopByHop: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

const passedOn = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name)));

const headersFor = (incoming: IncomingMessage): IncomingHttpHeaders => {
  const { host = "", ...headers } = passedOn(incoming.headers);
  // Where there is a body its length is not passed on: it comes in chunks.
  delete headers["content-length"];
  const { remoteAddress, remotePort } = incoming.socket;
  return {
    "x-forwarded-for": `${remoteAddress}:${remotePort}`,
    ...headers,
    "x-forwarded-host": host,
    "x-call-id": newId(),
    "x-start-time": String(Date.now() * 1e6),
    ...(incoming.headers["content-length"] && { "transfer-encoding": "chunked" }),
    ...(incoming.headers["transfer-encoding"] && { "transfer-encoding": "chunked" }),
  };
};

const refuse = (response: ServerResponse, status: number): void => {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" }).end();
};

const answer = (from: IncomingMessage, response: ServerResponse): void => {
  const headers = { "content-type": "text/plain; charset=utf-8", ...passedOn(from.headers) };
  response.writeHead(from.statusCode ?? 500, headers);
  from.pipe(response);
  from.on("error", () => response.destroy());
};

export const startOpenFaas = async ({
  mount = "/function/",
  replicas,
  limit = 60_000,
}: Options): Promise<OpenFaas> => {
  const agent = new Agent({ keepAlive: true });
  let turn = 0;
  let late = 0;

  /** `<name>/rest` becomes `/rest` of the function. */
  const targetOf = (path: string): URL | undefined => {
    if (!path.startsWith(mount)) return undefined;
    const [, name = "", rest = ""] = /^([\w-]+)(.*)$/.exec(path.slice(mount.length)) ?? [];
    const ready = replicas(name);
    const replica = ready[turn++ % ready.length];
    if (replica === undefined) return undefined;
    return new URL(`${replica}${rest.startsWith("/") ? "" : "/"}${rest}`);
  };

  const forward = (incoming: IncomingMessage, response: ServerResponse): void => {
    const { method, url = "/" } = incoming;
    if (/\/\/|\/\.\.?(\/|$)/.test(url.split("?")[0] ?? ""))
      return void response
        .writeHead(301, { Location: new URL(url, "http://gateway").pathname })
        .end();
    const target = targetOf(url);
    if (!target) return refuse(response, 502);
    const outgoing = request(target, { agent, method, headers: headersFor(incoming) }, (from) =>
      answer(from, response),
    );
    const timer = setTimeout(() => {
      late++;
      refuse(response, 504);
      outgoing.destroy();
    }, limit);
    outgoing.on("error", () => refuse(response, 502));
    response.on("close", () => {
      clearTimeout(timer);
      if (!response.writableFinished) outgoing.destroy();
    });
    incoming.pipe(outgoing);
  };

  const server = createServer(forward);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${mount}`,
    get late() {
      return late;
    },
    async close() {
      agent.destroy();
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
};
