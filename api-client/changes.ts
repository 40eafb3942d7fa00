/** Following the library by its long poll, for as long as it takes. */
import type { Changes } from "./contract.ts";
import { NotSegue, SegueError } from "./errors.ts";
import { backoff, mayPass, pause } from "./retry.ts";
import type { Transport } from "./transport.ts";

export type LibraryChanges = Changes & {
  /**
   * What came before this cursor is not told: list the songs now. True at first, unless `after` was given, and
   * when the cursor had expired.
   */
  readonly listAgain: boolean;
};

export type Away = {
  readonly error: Error;
  /** ms until the server is asked again. */
  readonly retryIn: number;
  /** Asks it at once. */
  retryNow(): void;
};

export type ChangesOptions = {
  /** Cursor to go on from. */
  readonly after?: string;
  /** Seconds that the server waits for a change: so often there is an answer, if without songs. */
  readonly wait?: number;
  readonly signal?: AbortSignal | undefined;
  /** Hears of every failure; the next answer means that it is over. */
  onAway?(away: Away): void;
};

/** ms on top of `wait`, for an answer on a slow line. */
const grace = 20_000;

const isExpired = (error: unknown): boolean =>
  error instanceof SegueError && error.slug === "cursor-expired";

/** Waits, but not when told to hurry. */
const waitOut = async (
  failure: Error,
  failures: number,
  { signal, onAway }: ChangesOptions,
): Promise<void> => {
  const asked = (failure as { retryAfter?: number }).retryAfter ?? 0;
  const retryIn = Math.max(asked, backoff(failures));
  const hurry = new AbortController();
  onAway?.({ error: failure, retryIn, retryNow: () => hurry.abort() });
  const stop = signal ? AbortSignal.any([signal, hurry.signal]) : hurry.signal;
  // Both only end the wait.
  await pause(retryIn, stop).catch(() => {});
};

const ask = (
  transport: Transport,
  after: string | undefined,
  wait: number,
  signal: AbortSignal | undefined,
): Promise<Changes> =>
  transport.json<Changes>({
    path: "changes",
    query: after === undefined ? {} : { after, wait },
    patience: wait * 1000 + grace,
    retryFor: 0,
    signal,
  });

/** Ends when the signal is aborted. Throws SegueError for what does not pass by waiting, as a missing token. */
export async function* followChanges(
  transport: Transport,
  options: ChangesOptions,
): AsyncGenerator<LibraryChanges, void, undefined> {
  const { wait = 10, signal } = options;
  let cursor = options.after;
  let failures = 0;
  while (!signal?.aborted)
    try {
      const listAgain = cursor === undefined;
      // After a failure it shall be known soon that it is over.
      const changes = await ask(transport, cursor, failures > 0 ? 0 : wait, signal);
      cursor = changes.cursor;
      failures = 0;
      yield { ...changes, listAgain };
    } catch (error) {
      if (signal?.aborted) return;
      if (isExpired(error)) cursor = undefined;
      else if (error instanceof NotSegue || mayPass(error, 1))
        await waitOut(error as Error, ++failures, options);
      else throw error;
    }
}
