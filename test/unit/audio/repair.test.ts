import { expect, test } from "vitest";
import { repairText } from "../../../functions/core/audio/repair.ts";

/** Text as a reader gives it who takes its bytes for Latin-1. */
const asLatin1 = (...bytes: readonly number[]): string => Buffer.from(bytes).toString("latin1");

test.each([
  ["Don’t Stop – “Heroes”", "Don\x92t Stop \x96 \x93Heroes\x94"],
  ["Œuvre, 5 €", "\x8Cuvre, 5 \x80"],
  ["Žalman", "\x8Ealman"],
])("the marks and letters of Windows: %s", (meant, read) => {
  expect(repairText(read)).toBe(meant);
});

test.each([
  ["さくら", [0x82, 0xb3, 0x82, 0xad, 0x82, 0xe7]],
  ["ラブソング", [0x83, 0x89, 0x83, 0x75, 0x83, 0x5c, 0x83, 0x93, 0x83, 0x4f]],
  ["東京", [0x93, 0x8c, 0x8b, 0x9e]],
  ["歌 Vol. 2 さ", [0x89, 0xcc, 0x20, 0x56, 0x6f, 0x6c, 0x2e, 0x20, 0x32, 0x20, 0x82, 0xb3]],
])("Shift-JIS: %s", (meant, bytes) => {
  expect(repairText(asLatin1(...bytes))).toBe(meant);
});

test.each(["Björk", "東京", "Ça va – déjà vu"])("UTF-8 that claims to be Latin-1: %s", (meant) => {
  expect(repairText(Buffer.from(meant).toString("latin1"))).toBe(meant);
});

test.each(["Björk Song", "Plain text"])("UTF-16 in the other byte order: %s", (meant) => {
  expect(repairText(Buffer.from(meant, "utf16le").swap16().toString("utf16le"))).toBe(meant);
});

test.each([
  "Plain",
  "Sigur Rós",
  "Motörhead",
  "Señor São João",
  "Clémence",
  "Ænima",
  "ÄÖÜ",
  "Don’t Stop",
  "東京タワー",
  "一二三",
  "Мумий Тролль",
  "🎵 Song",
  "à",
])("what is right stays: %s", (text) => {
  expect(repairText(text)).toBe(text);
});
