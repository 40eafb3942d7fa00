/** A question to whoever sits at the terminal. */
import { createInterface } from "node:readline";
import { clean } from "./text.ts";

/** No, unless they say yes. Rejects with the signal's reason. */
export const isYes = async (question: string, signal: AbortSignal): Promise<boolean> => {
  process.stderr.write(`${clean(question)} [y/N] `);
  const lines = createInterface({ input: process.stdin, terminal: false });
  const stop = (): void => lines.close();
  signal.addEventListener("abort", stop, { once: true });
  const answer = await new Promise<string>((resolve) => {
    lines.once("line", resolve);
    // Ctrl-D
    lines.once("close", () => resolve(""));
  });
  signal.removeEventListener("abort", stop);
  lines.close();
  signal.throwIfAborted();
  return /^y(es)?$/i.test(answer.trim());
};
