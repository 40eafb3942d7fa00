/** Links that open one song or one album to those who have no token. */
import type { NewShare, Share, Shared, ShareRequest } from "./contract.ts";
import type { Abortable } from "./paging.ts";
import { type ClientOptions, createTransport } from "./transport.ts";

export type Shares = {
  /** The secret of it is told this once. */
  make(what: ShareRequest, options?: Abortable): Promise<NewShare>;
  /** Those that are valid, the newest first. */
  list(options?: Abortable): Promise<Share[]>;
  /** Takes one back: from now on it opens nothing. */
  remove(id: string, options?: Abortable): Promise<void>;
  /** What the link opens whose secret is the client's token. */
  open(options?: Abortable): Promise<Shared>;
  /** The address to pass on. */
  linkOf(share: Pick<NewShare, "secret">): URL;
};

export const createShares = (options: ClientOptions): Shares => {
  const transport = createTransport(options);
  return {
    make: (what, { signal } = {}) =>
      transport.json({
        path: "shares",
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(what),
        signal,
        repeatable: false,
      }),
    list: ({ signal } = {}) => transport.json({ path: "shares", signal }),
    remove: (id, { signal } = {}) =>
      transport.call(
        { path: `shares/${encodeURIComponent(id)}`, method: "DELETE", signal },
        async () => {},
      ),
    open: ({ signal } = {}) => transport.json({ path: "shared", signal }),
    // Behind the #: browsers send that to nobody.
    linkOf: ({ secret }) => new URL(`../player/shared#${secret}`, transport.base),
  };
};
