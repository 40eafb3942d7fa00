/** Requests as they are written and answers as they come: `fetch` adds headers, and unpacks what is packed. */
import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { buffer } from "node:stream/consumers";

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
};

type Asked = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly agent?: Agent;
  /** Instead of the address's own: sent as it is written, dots and all. */
  readonly path?: string;
  readonly body?: Uint8Array;
};

/** A connection for each: none is closed by the one while the other writes into it. */
const unshared = new Agent({ keepAlive: false });

export const ask = async (
  url: string,
  { method = "GET", headers = {}, agent = unshared, path, body: sent }: Asked = {},
) => {
  const asking = request(url, { method, headers, agent, ...(path && { path }) }).end(sent);
  const [message] = (await once(asking, "response")) as [IncomingMessage];
  const body = await buffer(message);
  const { statusCode = 0, headers: answered } = message;
  return { status: statusCode, headers: answered, body } as Answer;
};
