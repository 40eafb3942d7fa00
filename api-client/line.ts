/** A line on which nothing moves for so long (ms) is taken for dead. */
const longestSilence = 60_000;

export type Line = {
  /** Something moved; or we wait for it to. */
  moved(): void;
  /** It is not the line that is waited for. */
  idle(): void;
};

/** Calls back when the line has been silent for too long. */
export const watchLine = (onSilence: (seconds: number) => void): Line => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const idle = (): void => clearTimeout(timer);
  const moved = (): void => {
    idle();
    timer = setTimeout(() => onSilence(longestSilence / 1000), longestSilence);
  };
  moved();
  return { moved, idle };
};
