/** Measuring beside a baseline: the machine is shared, so only what ran in the same minute compares. */
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

/** Runs ours and the baseline in turn, and gives the median of the ratios and of each. */
export const inTurn = async (
  rounds: number,
  ours: () => Promise<number>,
  baseline: () => Promise<number>,
): Promise<{ ratio: number; ours: number; baseline: number }> => {
  const pairs: { ours: number; baseline: number }[] = [];
  for (let round = 0; round < rounds; round++)
    pairs.push({ ours: await ours(), baseline: await baseline() });
  return {
    ratio: median(pairs.map((pair) => pair.ours / pair.baseline)),
    ours: median(pairs.map((pair) => pair.ours)),
    baseline: median(pairs.map((pair) => pair.baseline)),
  };
};

/** Seconds. */
export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
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
