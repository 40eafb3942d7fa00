/** For comparing text as the server does: marks removed, lower case. */
const fold = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();

/** Whether one of the words begins a word of the text; of scripts without spaces, stands anywhere in it. */
export const matches = (text: string, words: string): boolean => {
  const folded = fold(text);
  return (fold(words).match(/[\p{L}\p{N}]+/gu) ?? []).some(
    (word) =>
      new RegExp(`(?<![\\p{L}\\p{N}])${word}`, "u").test(folded) ||
      (/\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}/u.test(word) &&
        folded.includes(word)),
  );
};
