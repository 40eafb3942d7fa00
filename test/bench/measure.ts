/** Measuring beside a baseline: the machine is shared, so only what ran in the same minute compares. */
import { readdirSync, readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

export type Figure = {
  readonly name: string;
  /** Ours in terms of the baseline. */
  readonly value: number;
  readonly unit: string;
  /** Met when the value is at most, or at least, this. */
  readonly goal?: { readonly most: number } | { readonly least: number };
  /** What was measured, for those who want to know more than the ratio. */
  readonly detail: string;
};

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
};

/** Runs each once a round: what else the machine does hits all alike. Nothing is found of those that are undefined. */
export const takeTurns = async <Name extends string, T>(
  rounds: number,
  subjects: Readonly<Record<Name, (() => Promise<T>) | undefined>>,
): Promise<Record<Name, T[]>> => {
  const names = Object.keys(subjects) as Name[];
  const found = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<Name, T[]>;
  for (let round = 0; round < rounds; round++)
    for (const name of names) {
      const subject = subjects[name];
      if (subject) found[name].push(await subject());
    }
  return found;
};

/** Runs ours and the baseline in turn, and gives the median of the ratios and of each. */
export const inTurn = async (
  rounds: number,
  ours: () => Promise<number>,
  baseline: () => Promise<number>,
): Promise<{ ratio: number; ours: number; baseline: number }> => {
  const found = await takeTurns(rounds, { ours, baseline });
  return {
    ratio: median(found.ours.map((value, round) => value / (found.baseline[round] ?? NaN))),
    ours: median(found.ours),
    baseline: median(found.baseline),
  };
};

/** Seconds. */
export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};

/** Seconds that the threads of a process have run, as Linux has it. */
export const processorTime = (pid: number): number =>
  readdirSync(`/proc/${pid}/task`)
    .map((task) => readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0])
    .reduce((sum, nanoseconds) => sum + Number(nanoseconds) / 1e9, 0);

/** MiB. */
export type Memory = { readonly now: number; readonly peak: number };

/** Resident, as Linux has it. */
export const memoryOf = (pid: number): Memory => {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const read = (name: string): number =>
    Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
  return { now: read("VmRSS"), peak: read("VmHWM") };
};

const isMet = ({ value, goal }: Figure): boolean =>
  !goal || ("most" in goal ? value <= goal.most : value >= goal.least);

const goalText = ({ goal, unit }: Figure): string =>
  !goal ? "" : "most" in goal ? `goal <= ${goal.most} ${unit}` : `goal >= ${goal.least} ${unit}`;

export const show = (figure: Figure): string => {
  const { name, value, unit, detail } = figure;
  const number = value.toFixed(Math.abs(value) < 10 ? 2 : 1);
  const mark = figure.goal ? (isMet(figure) ? "met" : "MISSED") : "";
  return `${name}\n  ${number} ${unit}  ${goalText(figure)}  ${mark}\n  ${detail}`;
};
