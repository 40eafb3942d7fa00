/** Times as they are said aloud. */
const counted = (count: number, unit: string): string =>
  `${count} ${unit}${count === 1 ? "" : "s"}`;

/** `26 seconds`, `1 minute 26`, `4 minutes`, `1 hour 2 minutes 7`. */
export const spokenTime = (seconds: number): string => {
  const whole = Math.floor(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = whole % 60;
  if (whole < 60) return counted(whole, "second");
  const parts = [hours > 0 && counted(hours, "hour"), minutes > 0 && counted(minutes, "minute")];
  return [...parts, rest > 0 && rest].filter(Boolean).join(" ");
};

/** Where in the song; its length is undefined while it grows. */
export const spokenPlace = (seconds: number, duration: number | undefined): string =>
  duration === undefined
    ? `${spokenTime(seconds)}, length not yet known`
    : `${spokenTime(seconds)} of ${spokenTime(duration)}`;
