/** What the README's tables say is what the code says. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { variables } from "../../functions/core/config.ts";
import { problems } from "../../functions/core/problem.ts";

const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");

/** Rows of the table under a heading, cells trimmed, without its head. */
const tableUnder = (heading: string): string[][] => {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const lines = section.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
};

test("the README names every variable of the configuration, with its default and meaning", () => {
  const expected = variables.map(([name, value, meaning]) => [
    `\`${name}\``,
    value && `\`${value}\``,
    meaning,
  ]);
  expect(tableUnder("Configuration")).toEqual(expected);
});

test("the README names every type of problem, with its status and title", () => {
  const expected = Object.entries(problems).map(([slug, [status, title]]) => [
    `\`${slug}\``,
    String(status),
    title,
  ]);
  expect(tableUnder("Problems")).toEqual(expected);
});
