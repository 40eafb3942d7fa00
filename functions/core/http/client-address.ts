/** Who asks: by the connection, or as the proxy in front says it. */
import { isIPv6 } from "node:net";
import type { IncomingMessage } from "node:http";

/** The watchdog, or a proxy on the same machine. All others speak for themselves. */
const loopback = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;

/** `203.0.113.7`, `203.0.113.7:5000`, `2001:db8::1` and `[2001:db8::1]:5000` without their port. */
const withoutPort = (text: string): string =>
  /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;

/** Whoever has one address of a /64 has them all (RFC 6177). */
const networkOf = (address: string): string => {
  if (!isIPv6(address)) return address;
  const { hostname } = new URL(`http://[${address}]`);
  const [front = "", back] = hostname.slice(1, -1).split("::");
  const groups = front === "" ? [] : front.split(":");
  const rest = back === undefined || back === "" ? [] : back.split(":");
  const gap = back === undefined ? 0 : 8 - groups.length - rest.length;
  return [...groups, ...Array<string>(gap).fill("0"), ...rest].slice(0, 4).join(":");
};

/** The last one named has been seen by a proxy; those before it anybody can make up. */
const forwardedFor = ({ headers }: IncomingMessage): string | undefined =>
  String(headers["x-forwarded-for"] ?? "")
    .split(",")
    .at(-1)
    ?.trim() || undefined;

export const clientAddress = (request: IncomingMessage): string => {
  const peer = request.socket.remoteAddress ?? "";
  const named = loopback.test(peer) ? forwardedFor(request) : undefined;
  return withoutPort(named ?? peer)
    .replace(/%.*$/, "")
    .slice(0, 64);
};

/** What is counted as one client. */
export const clientNetwork = (request: IncomingMessage): string =>
  networkOf(clientAddress(request));
