/** Waiting for a server that is away, or for this device to be online again. */

/** ms: the first wait and the longest; each is twice the one before. */
const shortest = 1_000;
const longest = 30_000;

const waitBefore = (attempt: number): number =>
  Math.min(longest, shortest * 2 ** Math.min(attempt, 10));

/** Until it is worth trying again: at once when the browser comes online. Rejects when aborted. */
export const untilWorthTrying = (attempt: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const done = new AbortController();
    const finish = (settle: () => void): void => {
      done.abort();
      clearTimeout(timer);
      settle();
    };
    // Where the browser says that it is offline, no waiting helps but for its event.
    const timer = navigator.onLine
      ? setTimeout(() => finish(resolve), waitBefore(attempt))
      : undefined;
    addEventListener("online", () => finish(resolve), { signal: done.signal });
    signal.addEventListener("abort", () => finish(() => reject(signal.reason as Error)), {
      signal: done.signal,
    });
  });
