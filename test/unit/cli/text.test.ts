import { expect, test } from "vitest";
import { clean, cleanJson, fit, widthOf } from "../../../api-client/cli/terminal/text.ts";

test("what would move the cursor, colour or turn the text around is shown as a sign instead", () => {
  expect(clean("a\u001B[31mb\u202Ec\u0007")).toBe("a\uFFFD[31mb\uFFFDc\uFFFD");
  expect(clean("two\r\n\tlines")).toBe("two lines");
});

test("JSON has it escaped, and means the same", () => {
  const value = { title: "a\u001B[31mb\u202Ec\u2028" };
  expect(cleanJson(value)).toBe('{"title":"a\\u001b[31mb\\u202ec\\u2028"}');
  expect(JSON.parse(cleanJson(value))).toEqual(value);
});

test("columns are counted as a terminal does", () => {
  expect(["abc", "音楽", "e\u0301", "👩‍🎤"].map(widthOf)).toEqual([3, 4, 1, 2]);
});

test("text is cut to its column, or filled", () => {
  expect(fit("Rain", 6)).toBe("Rain  ");
  expect(fit("Rainfall", 6)).toBe("Rainf…");
  expect(widthOf(fit("音楽音楽", 6))).toBe(6);
});
