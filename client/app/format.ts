/** Numbers, lengths and days as people read them. */
const numbers = new Intl.NumberFormat("en");

export const wholeNumber = (value: number): string => numbers.format(value);

/** `1 song`, `2,418 songs`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${wholeNumber(count)} ${count === 1 ? one : many}`;

const two = (value: number): string => String(value).padStart(2, "0");

/** The second that has begun: `3:42`, `1:02:07`; a dash where there is none. */
export const clock = (seconds: number | undefined): string => {
  if (seconds === undefined || !Number.isFinite(seconds)) return "–";
  const whole = Math.floor(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
};

/** The two greatest units: `6 days 14 hours`, `37 min`. */
export const span = (seconds: number): string => {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return seconds < 60 ? `${Math.round(seconds)} s` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${plural(hours, "hour")}${minutes % 60 ? ` ${minutes % 60} min` : ""}`;
  const days = Math.floor(hours / 24);
  return `${plural(days, "day")}${hours % 24 ? ` ${plural(hours % 24, "hour")}` : ""}`;
};

const sizes = ["B", "kB", "MB", "GB", "TB"];

export const bytes = (count: number): string => {
  const unit = Math.min(sizes.length - 1, Math.floor(Math.log10(Math.max(count, 1)) / 3));
  const value = count / 1000 ** unit;
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${sizes[unit]}`;
};

export const percent = (part: number): string => `${Math.floor(part * 100)}%`;

const sameYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const otherYear = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
});
const dayLength = 24 * 60 * 60 * 1000;

const midnight = (time: Date): number =>
  Date.UTC(time.getFullYear(), time.getMonth(), time.getDate());

/** `Today`, `Yesterday`, `12 Nov`, `12 Nov 2024`. */
export const day = (iso: string, now = new Date()): string => {
  const time = new Date(iso);
  const days = Math.round((midnight(now) - midnight(time)) / dayLength);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return (time.getFullYear() === now.getFullYear() ? sameYear : otherYear).format(time);
};

/** How long a song is, to the nearest second, as the command line has it too. */
export const length = (seconds: number | undefined): string =>
  clock(seconds === undefined ? undefined : Math.round(seconds));

/** Without what steers text instead of showing. */
export const clean = (text: string): string =>
  text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
