/** How fast bytes go, over the last seconds: neither jumpy nor stale. */

/** ms */
const window = 5_000;
/** ms: before that a rate is a guess. */
const shortest = 500;

export type Meter = {
  /** Bytes so far, at this time (ms). */
  note(time: number, bytes: number): void;
  /** Bytes per second; undefined until that can be told. */
  rate(): number | undefined;
};

export const createMeter = (): Meter => {
  let marks: { readonly time: number; readonly bytes: number }[] = [];
  return {
    note(time, bytes) {
      // It began anew.
      if (bytes < (marks.at(-1)?.bytes ?? 0)) marks = [];
      marks = [...marks.filter((mark) => time - mark.time <= window), { time, bytes }];
    },
    rate() {
      const [first] = marks;
      const last = marks.at(-1);
      if (!first || !last || last.time - first.time < shortest) return undefined;
      return ((last.bytes - first.bytes) / (last.time - first.time)) * 1_000;
    },
  };
};
