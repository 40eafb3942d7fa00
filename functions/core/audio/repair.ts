/**
 * Text of tags whose encoding is not the one they claim: ID3 knows Latin-1 and UTF-16 with a mark, and programs of all
 * ages have written there what their system used. Only what can be told for sure is repaired.
 */

/** Bytes that were taken for Latin-1; undefined for text that has other characters. */
const latin1Bytes = (text: string): Uint8Array | undefined =>
  /^[\0-\u00FF]*$/.test(text) ? Buffer.from(text, "latin1") : undefined;

const decoded = (bytes: Uint8Array, encoding: string): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** Every character has its bytes in the other order: what is plain in one order is a run of rare signs in the other. */
const swapped = (text: string): string | undefined => {
  const isPlain = (unit: number): boolean =>
    (unit & 0xff) === 0 && unit >> 8 >= 0x20 && unit >> 8 < 0x7f;
  const units = Array.from({ length: text.length }, (_, n) => text.charCodeAt(n));
  if (units.length < 3 || units.filter(isPlain).length * 2 <= units.length) return undefined;
  return Buffer.from(text, "utf16le").swap16().toString("utf16le");
};

const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const kanjiOnly = /^[\p{Script=Han}\s\d\p{P}\uFF01-\uFF5E]+$/u;
/** The lead bytes of kanji of the first level, and of most of the second: Latin-1 has no letters there. */
const kanjiLead = /[\x88-\x9F][\x40-\x7E\x80-\xFC]/;

const shiftJis = (text: string, bytes: Uint8Array): string | undefined => {
  const found = decoded(bytes, "shift_jis");
  if (found === undefined || found === text) return undefined;
  const kana = /[\x82\x83][\x40-\xF1]/.test(text) && japanese.test(found);
  return kana || (kanjiLead.test(text) && kanjiOnly.test(found)) ? found : undefined;
};

/** As it was meant. */
export const repairText = (text: string): string => {
  // oxlint-disable-next-line no-control-regex
  if (/^[\x00-\x7F]*$/.test(text)) return text;
  const bytes = latin1Bytes(text);
  if (!bytes) return swapped(text) ?? text;
  return (
    decoded(bytes, "utf-8") ??
    shiftJis(text, bytes) ??
    // What lies between the two halves of Latin-1 are letters and marks of Windows, never controls.
    (/[\x80-\x9F]/.test(text) ? decoded(bytes, "windows-1252") : undefined) ??
    text
  );
};
