/** One thing after another, whichever of them fail. */
import type { Context } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { stopsEverything, toFailure } from "./failure.ts";

/** Tells of each that failed. Throws what would fail the others too. */
export const forEach = async <T extends string>(
  { out, signal }: Context,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<ExitCode> => {
  let code: ExitCode = exitCodes.ok;
  for (const item of new Set(items)) {
    signal.throwIfAborted();
    try {
      await work(item);
    } catch (error) {
      const failure = toFailure(error);
      if (stopsEverything(failure)) throw failure;
      out.failure(failure, item);
      code = failure.code;
    }
  }
  return code;
};
