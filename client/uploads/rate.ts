/** How fast bytes go, over the last seconds: not jumpy, and not stale. */

/** ms */
const window = 5_000;
/** ms: before that a rate is a guess. */
const shortest = 500;

export type Meter = {
  /** Bytes sent so far at this time (ms); gives bytes per second when that can be told. */
  note(time: number, sent: number): number | undefined;
};

export const createMeter = (): Meter => {
  let marks: { readonly time: number; readonly sent: number }[] = [];
  return {
    note(time, sent) {
      const last = marks.at(-1);
      // It began anew.
      if (last && sent < last.sent) marks = [];
      marks = [...marks.filter((mark) => time - mark.time <= window), { time, sent }];
      const first = marks[0];
      if (!first || time - first.time < shortest) return undefined;
      return ((sent - first.sent) / (time - first.time)) * 1_000;
    },
  };
};
