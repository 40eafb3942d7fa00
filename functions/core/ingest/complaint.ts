import type { WorkerLog } from "./worker.ts";

/** A trouble that is met at every try: told of when it begins, and again when it is another. */
export type Complaint = {
  about(error: unknown): void;
  /** It went well this time. */
  clear(): void;
};

export const createComplaint = (log: Pick<WorkerLog, "warn">, message: string): Complaint => {
  let told: string | undefined;
  return {
    about(error) {
      const trouble = String(error);
      if (trouble !== told) log.warn({ err: error }, message);
      told = trouble;
    },
    clear: () => void (told = undefined),
  };
};
