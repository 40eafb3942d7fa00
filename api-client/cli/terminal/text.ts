/** Text as a terminal shows it: harmless, and of a known width. */

/** Control characters, and those that turn the direction of what comes after them. */
const harmful = /[\p{Cc}\u2028\u2029\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069\p{Cs}]/gu;

/** Nothing in it can move the cursor, set a title or change what is written elsewhere. */
export const clean = (text: string): string =>
  text.replace(/\s*[\r\n\t]+\s*/g, " ").replace(harmful, "\u{FFFD}");

/** As JSON, of which a terminal cannot be harmed either; every parser reads the same out of it. */
export const cleanJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    harmful,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** East Asian wide and full width, and emoji (Unicode, UAX 11). */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}|\uFE0F/u;
const empty = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

const widthOfGrapheme = (grapheme: string): number => {
  if (empty.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
};

/** Columns. */
export const widthOf = (text: string): number => {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += widthOfGrapheme(segment);
  return width;
};

/** Cut with an ellipsis where it is too wide. */
const cut = (text: string, columns: number): string => {
  if (widthOf(text) <= columns) return text;
  let shown = "";
  let width = 1;
  for (const { segment } of graphemes.segment(text)) {
    width += widthOfGrapheme(segment);
    if (width > columns) break;
    shown += segment;
  }
  return columns > 0 ? `${shown}…` : "";
};

/** Exactly so wide: cut, or filled with spaces. */
export const fit = (text: string, columns: number): string => {
  const shown = cut(text, columns);
  return shown + " ".repeat(Math.max(0, columns - widthOf(shown)));
};
