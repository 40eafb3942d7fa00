/** What became of the files of an upload. */
import type { Song } from "../../contract.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { type Failure, isInterruption } from "../failure.ts";
import { counted } from "../terminal/figures.ts";
import type { Output } from "../terminal/output.ts";
import type { Outcome } from "../transfers/run.ts";

export type Uploaded =
  | { readonly result: "uploaded" | "there"; readonly song: Song }
  /** As another file of this upload. */
  | { readonly result: "same"; readonly as: string }
  | { readonly result: "would upload" };

type Result = Uploaded["result"] | "failed";

export type UploadReport = {
  note(outcome: Outcome<Uploaded>, ended: number): void;
  /** Says how it went in all. */
  end(fatal: Failure | undefined): ExitCode;
};

const wordsFor = (value: Uploaded): string =>
  ({
    uploaded: "uploaded",
    there: "there already",
    same: `the same as ${value.result === "same" ? value.as : ""}`,
    "would upload": "would be uploaded",
  })[value.result];

/** People at a terminal see the failures at the end; they have watched the rest. */
export const createUploadReport = (out: Output, files: number): UploadReport => {
  const counts: Record<Result, number> = {
    uploaded: 0,
    there: 0,
    same: 0,
    "would upload": 0,
    failed: 0,
  };
  const held: Outcome<Uploaded>[] = [];

  const tell = (outcome: Outcome<Uploaded>, ended: number): void => {
    const { name } = outcome;
    if ("failure" in outcome) out.failure(outcome.failure, name);
    else if (out.json) out.value({ file: name, ...outcome.value });
    else out.line(`${ended}/${files} ${wordsFor(outcome.value)}: ${name}`);
  };

  const summary = (): string =>
    [
      ...(counts["would upload"] > 0 ? [`${counts["would upload"]} would be uploaded`] : []),
      ...(counts.uploaded > 0 ? [`${counted(counts.uploaded, "song")} uploaded`] : []),
      ...(counts.there > 0 ? [`${counts.there} there already`] : []),
      ...(counts.same > 0 ? [`${counts.same} the same as another`] : []),
      ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
    ].join(", ") || "Nothing uploaded";

  return {
    note(outcome, ended) {
      counts["failure" in outcome ? "failed" : outcome.value.result]++;
      if (!out.isTerminal || out.json) tell(outcome, ended);
      else if ("failure" in outcome || outcome.value.result === "would upload") held.push(outcome);
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
      return counts.failed > 0 ? exitCodes.failed : exitCodes.ok;
    },
  };
};
