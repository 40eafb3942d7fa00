/**
 * Rings in this process when something has happened, so that nobody here waits for the next look at the store. What
 * happens in other processes is found by that look.
 */
export type Bell = {
  ring(topic: string): void;
  /** Settles at the next ring, after so many ms, or when the signal aborts. Never rejects. */
  wait(topic: string, ms: number, signal?: AbortSignal): Promise<void>;
};

export const createBell = (): Bell => {
  const waiting = new Map<string, Set<() => void>>();

  const add = (topic: string, wake: () => void): void => {
    const others = waiting.get(topic) ?? new Set();
    waiting.set(topic, others.add(wake));
  };

  const remove = (topic: string, wake: () => void): void => {
    const others = waiting.get(topic);
    others?.delete(wake);
    if (others?.size === 0) waiting.delete(topic);
  };

  return {
    ring(topic) {
      for (const wake of waiting.get(topic) ?? []) wake();
    },

    wait(topic, ms, signal) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, ms);
      add(topic, resolve);
      const abort = (): void => resolve();
      signal?.addEventListener("abort", abort);
      if (signal?.aborted) resolve();
      return promise.finally(() => {
        clearTimeout(timer);
        remove(topic, resolve);
        signal?.removeEventListener("abort", abort);
      });
    },
  };
};

/** Topics: a song's id for the growth of its upload, and these. */
export const workTopic = "work";
export const changeTopic = "change";
