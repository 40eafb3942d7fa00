/** A connection to a database that is replaced where it does not find back to it. */
import { StoreAway } from "../errors.ts";

/**
 * ms without a call that went well. The driver (7.8) can wait for ever: where a connection breaks in the moment that the
 * server is asked how it is, that question never ends, and no other is asked.
 */
const renewAfter = 2_500;

type Closable = { close(): Promise<void> };

type Calls = Record<string, (...args: never[]) => Promise<unknown>>;

export type Renewal<Connection extends Closable> = {
  /** The port that `pick` finds in the connection of the moment. */
  following<T extends object>(pick: (connection: Connection) => T): T;
  /** Goes around every call, so that it is known whether calls go well. */
  watch(call: () => Promise<unknown>): Promise<unknown>;
  close(): Promise<void>;
};

export const createRenewal = <Connection extends Closable>(
  open: () => Connection,
): Renewal<Connection> => {
  let connection = open();
  let closed = false;
  let awaySince: number | undefined;
  const leaving = new Set<Promise<void>>();

  const renew = (): void => {
    const old = connection;
    connection = open();
    // It has nothing to lose; that it cannot be closed well either is no news.
    const left = old
      .close()
      .catch(() => {})
      .finally(() => leaving.delete(left));
    leaving.add(left);
  };

  const noteAway = (): void => {
    const now = performance.now();
    awaySince ??= now;
    if (closed || now - awaySince < renewAfter) return;
    awaySince = now;
    renew();
  };

  return {
    following: (pick) => {
      const names = Object.keys(pick(connection));
      return Object.fromEntries(
        names.map((name) => [
          name,
          (...args: never[]) => (pick(connection) as Calls)[name]?.(...args),
        ]),
      ) as ReturnType<typeof pick>;
    },

    async watch(call) {
      const asked = connection;
      try {
        const answer = await call();
        awaySince = undefined;
        return answer;
      } catch (error) {
        // The driver has many words for calls that it drops with their connection; they say nothing of the next one.
        if (asked !== connection)
          throw new StoreAway("The connection was given up.", { cause: error });
        if (error instanceof StoreAway) noteAway();
        else awaySince = undefined;
        throw error;
      }
    },

    async close() {
      closed = true;
      await Promise.all([connection.close(), ...leaving]);
    },
  };
};
