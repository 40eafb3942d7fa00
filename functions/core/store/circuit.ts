/** A store that is away is not waited for by everyone: one call in a while tries it, the others are told at once. */
import { StoreAway, within } from "./errors.ts";

type Options = {
  /** ms: a call that takes longer is given up. */
  readonly deadline: number;
  /** ms from a failed call to the next that is tried. */
  readonly pause: number;
};

/** Wraps calls: once one was rejected with StoreAway, so are all others, until one has gone well. */
export const createCircuit = ({ deadline, pause }: Options) => {
  const limited = within(deadline);
  let fault: StoreAway | undefined;
  let nextTry = 0;

  const note = (error: unknown): void => {
    fault = error instanceof StoreAway ? error : undefined;
    nextTry = performance.now() + pause;
  };

  return async (call: () => Promise<unknown>): Promise<unknown> => {
    if (fault) {
      if (performance.now() < nextTry) throw new StoreAway(fault.message, { cause: fault });
      nextTry = Infinity;
    }
    try {
      const found = await limited(call);
      fault = undefined;
      return found;
    } catch (error) {
      note(error);
      throw error;
    }
  };
};
