/** One thing that was looked at. */
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { toFailure } from "../failure.ts";

export type Check = {
  readonly name: string;
  /** `unknown`: it could not be looked at. */
  readonly state: "good" | "wrong" | "unknown";
  readonly message: string;
  /** What to do. */
  readonly hint?: string | undefined;
  readonly code?: ExitCode;
};

export const good = (name: string, message: string): Check => ({ name, state: "good", message });

export const wrong = (name: string, message: string, hint?: string): Check => ({
  name,
  state: "wrong",
  message,
  hint,
  code: exitCodes.failed,
});

export const unknown = (name: string, message: string): Check => ({
  name,
  state: "unknown",
  message,
});

export const failed = (name: string, error: unknown, ownHint?: string): Check => {
  const { message, hint, code } = toFailure(error);
  return { ...wrong(name, message, ownHint ?? hint), code };
};
