/** When to try again what failed: after a while that grows, or as soon as there is reason to. */

/** ms. A function that is deployed anew is back within a second. */
const delays = [300, 700, 1_500, 3_000, 5_000];

export type Wait = {
  /** How many failed; Infinity: only `retry` helps. */
  readonly tries: number;
  /** ms that the server asks for. */
  readonly after?: number;
  readonly signal?: AbortSignal;
};

export type Patience = {
  /** Settles when the next try is due, or the signal aborts. */
  wait(wait: Wait): Promise<void>;
  /** Every wait is over. */
  retry(): void;
  stop(): void;
};

export const createPatience = (): Patience => {
  const waiting = new Set<() => void>();
  const retry = (): void => {
    for (const end of waiting) end();
  };
  addEventListener("online", retry);
  return {
    wait: ({ tries, after = 0, signal }) =>
      new Promise((resolve) => {
        const delay = Math.max(after || 0, delays[Math.min(tries, delays.length) - 1] ?? 0);
        const end = (): void => {
          clearTimeout(timer);
          signal?.removeEventListener("abort", end);
          waiting.delete(end);
          resolve();
        };
        const timer = Number.isFinite(tries) ? setTimeout(end, delay) : undefined;
        signal?.addEventListener("abort", end);
        waiting.add(end);
        if (signal?.aborted) end();
      }),
    retry,
    stop: () => removeEventListener("online", retry),
  };
};
