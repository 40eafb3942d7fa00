import { describe, expect, test } from "vitest";
import { albumIdOf, fold, queryTerms, termsOf } from "../../../functions/core/song/search.ts";
import {
  cleanFilename,
  cleanTags,
  cleanText,
  derivedFromTags,
} from "../../../functions/core/song/tags.ts";

const sources = { fileTags: {}, givenTags: {}, editedTags: {}, original: {} };

describe("a tag", () => {
  test.each([
    ["control characters", "a\u0000b\u001Fc\u007F", "abc"],
    ["line feeds", "one\ntwo\r\n three", "one two three"],
    ["marks that turn text around", "abc\u202Egnp.exe\u2066", "abcgnp.exe"],
    ["right-to-left text as it is", "أغنية المساء", "أغنية المساء"],
    ["emoji as they are", "👩‍👩‍👧 🎵", "👩‍👩‍👧 🎵"],
    ["half a character", "a\uD83C", "a\uFFFD"],
    ["decomposed accents composed", "Cafe\u0301", "Café"],
  ])("has %s", (_, given, expected) => {
    expect(cleanText(given)).toBe(expected);
  });

  test.each([["  "], [""], ["\u0000\u0001"], [undefined]])("of %j is none", (given) => {
    expect(cleanText(given)).toBeUndefined();
  });

  test("of a megabyte is shortened, and not in the middle of a character", () => {
    const text = cleanText(`${"a".repeat(499)}${"🎵".repeat(100_000)}`) ?? "";
    expect(text.length).toBeLessThanOrEqual(500);
    expect(text.isWellFormed()).toBe(true);
  });

  test("is not searched for what lies behind thousands of characters that are dropped", () => {
    const behind = `${"\u0000".repeat(3_000)}behind`;
    expect(cleanTags({ title: behind, lyrics: behind })).toEqual({ lyrics: "behind" });
  });

  test("with an absurd number is dropped, the others stay", () => {
    const tags = cleanTags({
      title: "T",
      trackNumber: -1,
      discNumber: 0,
      year: 2e9,
      compilation: false,
    });
    expect(tags).toEqual({ title: "T" });
  });
});

describe("a file's name", () => {
  test.each([
    ["../../etc/passwd", "passwd"],
    ["C:\\Music\\01 Song.mp3", "01 Song.mp3"],
    ["/", undefined],
    ["..", undefined],
    ["a\u0000b.mp3", "ab.mp3"],
    ["", undefined],
  ])("%j is kept as %j", (given, expected) => {
    expect(cleanFilename(given)).toBe(expected);
  });

  test.each([
    ["01 Song.flac", "01 Song"],
    [".mp3", ".mp3"],
    ["Dr. No", "Dr. No"],
    ["a.tar.gz", "a.tar"],
    [undefined, "Untitled"],
  ])("%j makes the title %j", (filename, title) => {
    const original = filename === undefined ? {} : { filename };
    expect(derivedFromTags({ ...sources, original }).tags.title).toBe(title);
  });
});

test("what people edited counts over what was given, that over the file, and null hides", () => {
  const { tags } = derivedFromTags({
    fileTags: { title: "file", artist: "file", album: "file", genre: "file" },
    givenTags: { title: "given", artist: "given" },
    editedTags: { title: "edited", genre: null },
    original: { filename: "name.mp3" },
  });
  expect(tags).toEqual({ title: "edited", artist: "given", album: "file" });
});

test("a title that was removed gives way to the file's name", () => {
  const song = {
    ...sources,
    fileTags: { title: "T" },
    editedTags: { title: null },
    original: { filename: "n.mp3" },
  };
  expect(derivedFromTags(song).tags.title).toBe("n");
});

describe("search", () => {
  test("folds case, accents, widths and spaces", () => {
    expect(fold("  ÀÉî\t Ｓｏｎｇ  ﬁne ")).toBe("aei song fine");
  });

  test("finds text without spaces from any of its characters", () => {
    expect(termsOf({ title: "はじまりの駅" })).toContain("駅");
    expect(termsOf({ title: "はじまりの駅" })).toContain("まりの駅");
  });

  test("keeps to a bounded number of bounded terms", () => {
    const terms = termsOf({
      title: Array.from({ length: 500 }, (_, n) => `w${n}`.repeat(30)).join(" "),
    });
    expect(terms).toHaveLength(128);
    expect(Math.max(...terms.map((term) => term.length))).toBeLessThanOrEqual(40);
  });

  test("asks for each word once", () => {
    expect(queryTerms("The the THE sea!")).toEqual(["the", "sea"]);
    expect(queryTerms(' -*" ')).toEqual([]);
  });
});

describe("an album", () => {
  test("is its owner and its name, whatever their case", () => {
    expect(albumIdOf({ album: "Salt", artist: "MAREN" })).toBe(
      albumIdOf({ album: "SALT ", artist: "maren" }),
    );
    expect(albumIdOf({ album: "Salt", artist: "a" })).not.toBe(
      albumIdOf({ album: "Salt", artist: "b" }),
    );
    expect(albumIdOf({ artist: "a" })).toBeUndefined();
  });

  test("of many artists is one where it is a compilation", () => {
    const one = albumIdOf({ album: "Hits", artist: "a", compilation: true });
    expect(one).toBe(albumIdOf({ album: "Hits", artist: "b", compilation: true }));
    expect(one).toMatch(/^[\w-]{16}$/);
  });
});
