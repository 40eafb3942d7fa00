/** Transfers, a few at a time. */
import type { Context } from "../context.ts";
import { type Failure, stopsEverything, toFailure } from "../failure.ts";
import { createBoard, type Transfer } from "./board.ts";
import { drawBoard } from "./draw.ts";

export type Job<T> = {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Undefined in `sent`: nothing had to go. */
  run(transfer: Transfer): Promise<{ readonly sent: number | undefined; readonly value: T }>;
};

export type Outcome<T> =
  | { readonly name: string; readonly value: T }
  | { readonly name: string; readonly failure: Failure };

type Options<T> = {
  /** "Uploading" */
  readonly verb: string;
  readonly concurrency: number;
  /** Hears of each as it ends, and how many have. */
  onEnd(outcome: Outcome<T>, ended: number): void;
};

/** Gives what fails everything, if that is what happened; what had not begun by then is left alone. */
export const runTransfers = async <T>(
  { out, signal }: Context,
  jobs: readonly Job<T>[],
  { verb, concurrency, onEnd }: Options<T>,
): Promise<Failure | undefined> => {
  const bytes = jobs.reduce((sum, { size }) => sum + size, 0);
  const board = createBoard(verb, jobs.length, bytes);
  const lanes = Math.min(concurrency, jobs.length);
  const stopDrawing = out.isTerminal && !out.json ? await drawBoard(board, lanes) : undefined;
  let ended = 0;
  let fatal: Failure | undefined;

  const runOne = async ({ name, size, run }: Job<T>): Promise<void> => {
    const transfer = board.begin(name, size);
    let sent: number | undefined;
    try {
      const result = await run(transfer);
      ({ sent } = result);
      onEnd({ name, value: result.value }, ++ended);
    } catch (error) {
      const failure = toFailure(error);
      if (stopsEverything(failure)) fatal ??= failure;
      else onEnd({ name, failure }, ++ended);
    } finally {
      board.end(transfer, sent);
    }
  };

  const waiting = jobs.values();
  const lane = async (): Promise<void> => {
    for (const job of waiting) {
      if (signal.aborted || fatal) return;
      await runOne(job);
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, lane));
  } finally {
    await stopDrawing?.();
  }
  return signal.aborted ? toFailure(signal.reason) : fatal;
};
