/** Texts that begin alike lie together wherever texts are in order. */

/** Comes after every other. */
export const lastCharacter = "\u{10FFFF}";

/** From the first of these on, and before the second. */
export const rangeOf = (text: string): readonly [from: string, to: string] => [
  text,
  text + lastCharacter,
];
