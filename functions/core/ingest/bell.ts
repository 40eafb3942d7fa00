/**
 * Rings in this process when something has happened, so that nobody here waits for the next look at the store. What
 * happens in other processes is found by that look.
 */
export type Bell = {
  ring(topic: string): void;
  /** Settles at the next ring, and says that it was one; after so many ms; or when the signal aborts. Never rejects. */
  wait(topic: string, ms: number, signal?: AbortSignal): Promise<boolean>;
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
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const rung = (): void => resolve(true);
      const end = (): void => resolve(false);
      const timer = setTimeout(end, ms);
      add(topic, rung);
      signal?.addEventListener("abort", end);
      if (signal?.aborted) end();
      return promise.finally(() => {
        clearTimeout(timer);
        remove(topic, rung);
        signal?.removeEventListener("abort", end);
      });
    },
  };
};

/** Topics: a song's id for the growth of its upload, and these. */
export const workTopic = "work";
export const changeTopic = "change";
/** Something was deleted whose room others may be waiting for. */
export const roomTopic = "room";
