/** Trying again what may pass: a redeploy takes a second. */
import { SegueError, ServerAway } from "./errors.ts";

/** ms. */
const firstWait = 250;
const longestWait = 5_000;
const passing: ReadonlySet<number> = new Set([502, 503, 504]);
/** A fault of the server's own seldom passes: it is tried once more. */
const fault = 500;

/** ms until the next attempt, half of it by chance: or all that were cut off come back at once. */
export const backoff = (failures: number): number => {
  const most = Math.min(longestWait, firstWait * 2 ** (failures - 1));
  return most / 2 + (Math.random() * most) / 2;
};

/** Settles after so many ms; rejects with the signal's reason. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });

/** Whether it may go better when the same is asked once more. */
export const mayPass = (error: unknown, failures: number): boolean => {
  if (error instanceof ServerAway) return true;
  if (!(error instanceof SegueError)) return false;
  const { status } = error.problem;
  return passing.has(status) || (status === fault && failures === 1);
};

export type RetryOptions = {
  /** ms without getting anywhere. */
  readonly within: number;
  readonly signal?: AbortSignal | undefined;
  /** Whether to try again after this failure. */
  again(error: unknown, failures: number): boolean | Promise<boolean>;
};

export type Attempt = {
  /** From 1 on. */
  readonly number: number;
  /** It got further than any attempt before: the time begins anew. */
  advanced(): void;
};

/** Runs the task until it ends well, cannot, or the time is up. Rejects with the last failure. */
export const retrying = async <T>(
  task: (attempt: Attempt) => Promise<T>,
  { within, signal, again }: RetryOptions,
): Promise<T> => {
  let since = performance.now();
  const advanced = (): void => void (since = performance.now());
  for (let number = 1; ; number++)
    try {
      return await task({ number, advanced });
    } catch (error) {
      signal?.throwIfAborted();
      const asked = (error as { retryAfter?: number }).retryAfter ?? 0;
      const wait = Math.max(asked, backoff(number));
      const isLate = performance.now() + wait - since > within;
      if (isLate || !(await again(error, number))) throw error;
      await pause(wait, signal);
    }
};
