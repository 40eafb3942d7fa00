/** What became of the files of a transfer. */
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { type Failure, isInterruption } from "../failure.ts";
import type { Output } from "../terminal/output.ts";
import type { Outcome } from "./run.ts";

/** A result in words: of one file, and of so many. */
export type Words<T extends { readonly result: string }> = {
  readonly [R in T["result"]]: {
    readonly one: (value: T) => string;
    readonly all: (count: number) => string;
  };
};

export type Report<T> = {
  note(outcome: Outcome<T>, ended: number): void;
  /** Says how it went in all. */
  end(fatal: Failure | undefined): ExitCode;
};

type Options<T extends { readonly result: string }> = {
  readonly files: number;
  readonly words: Words<T>;
  /** "Nothing uploaded" */
  readonly nothing: string;
  /** Results that people at a terminal see one by one, at the end; the rest they have watched. */
  readonly shown?: readonly T["result"][];
};

export const createReport = <T extends { readonly result: string }>(
  out: Output,
  { files, words, nothing, shown = [] }: Options<T>,
): Report<T> => {
  const counts = new Map<T["result"], number>();
  let failed = 0;
  const held: Outcome<T>[] = [];

  const tell = (outcome: Outcome<T>, ended: number): void => {
    const { name } = outcome;
    if ("failure" in outcome) return out.failure(outcome.failure, name);
    const { value } = outcome;
    if (out.json) return out.value({ file: name, ...value });
    out.line(`${ended}/${files} ${words[value.result as T["result"]].one(value)}: ${name}`);
  };

  const isHeld = (outcome: Outcome<T>): boolean =>
    "failure" in outcome || shown.includes(outcome.value.result);

  const summary = (): string => {
    const results = Object.keys(words) as T["result"][];
    const done = results
      .filter((result) => counts.has(result))
      .map((result) => words[result].all(counts.get(result) ?? 0));
    return [...done, ...(failed > 0 ? [`${failed} failed`] : [])].join(", ") || nothing;
  };

  return {
    note(outcome, ended) {
      if ("failure" in outcome) failed++;
      else {
        const result: T["result"] = outcome.value.result;
        counts.set(result, (counts.get(result) ?? 0) + 1);
      }
      if (!out.isTerminal || out.json) tell(outcome, ended);
      else if (isHeld(outcome)) held.push(outcome);
    },
    end(fatal) {
      for (const [index, outcome] of held.entries()) tell(outcome, index + 1);
      if (fatal && !isInterruption(fatal)) out.failure(fatal);
      if (!out.json) {
        const text = `${summary()}.`;
        if (fatal) out.note(`Stopped. ${text} The same command goes on from here.`);
        else out.line(text);
      }
      if (fatal) return fatal.code;
      return failed > 0 ? exitCodes.failed : exitCodes.ok;
    },
  };
};
