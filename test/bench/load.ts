/** Requests as fast as they are answered, over plain sockets: a client that costs less than what it measures. */
import { connect } from "node:net";

export type Load = {
  /** Requests per second. */
  readonly rate: number;
  /** ms. */
  readonly p99: number;
};

/** Bytes of one answer, head and body. Throws unless it is a 200 that says its length. */
const answerLength = (url: URL, request: string): Promise<number> =>
  new Promise((resolve, reject) => {
    let head = "";
    const socket = connect(Number(url.port), url.hostname);
    socket.on("data", (piece: Buffer) => {
      head += piece.toString("latin1");
      const end = head.indexOf("\r\n\r\n");
      if (end === -1) return;
      socket.destroy();
      const length = /\r\ncontent-length: (\d+)/i.exec(head.slice(0, end))?.[1];
      if (head.startsWith("HTTP/1.1 200") && length !== undefined)
        resolve(end + "\r\n\r\n".length + Number(length));
      else reject(new Error(`${url}: ${head.slice(0, end)}`));
    });
    socket.on("error", reject);
    socket.write(request);
  });

/** What follows in turn, for ever. */
const inCircle = <T>(items: readonly T[]): (() => T) => {
  let next = 0;
  return () => items[next++ % items.length] as T;
};

/** `connections` at once for so many seconds. Of several addresses each in turn; their answers are of one length. */
export const load = async (
  addresses: string | readonly string[],
  connections: number,
  seconds: number,
): Promise<Load> => {
  const urls = [addresses].flat().map((address) => new URL(address));
  // An id that is given comes back, and makes no answer longer than another, wherever it comes from.
  const id = urls.length > 1 ? "X-Call-Id: bench\r\n" : "";
  const requests = urls.map(
    ({ pathname, host }) =>
      `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nConnection: keep-alive\r\n${id}\r\n`,
  );
  const request = inCircle(requests);
  const [url] = urls;
  if (!url) throw new Error("No address.");
  const length = await answerLength(url, request());
  const latencies: number[] = [];
  const end = performance.now() + seconds * 1000;
  const started = performance.now();

  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      let rest = length;
      let asked = performance.now();
      const socket = connect({
        port: Number(url.port),
        host: url.hostname,
        // One buffer for all that comes: nothing is kept of it.
        onread: {
          buffer: new Uint8Array(256 * 1024),
          callback(count) {
            rest -= count;
            if (rest > 0) return true;
            if (rest < 0) reject(new Error(`${url}: an answer of another length`));
            const now = performance.now();
            latencies.push(now - asked);
            if (now >= end) {
              socket.destroy();
              resolve();
              return false;
            }
            rest = length;
            asked = now;
            socket.write(request());
            return true;
          },
        },
      });
      socket.on("error", reject);
      socket.write(request());
    });

  await Promise.all(Array.from({ length: connections }, one));
  const sorted = Float64Array.from(latencies).toSorted();
  return {
    rate: latencies.length / ((performance.now() - started) / 1000),
    p99: sorted[Math.floor(sorted.length * 0.99)] ?? NaN,
  };
};
