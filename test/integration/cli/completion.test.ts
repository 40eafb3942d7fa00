/** `segue completion`, in the shells themselves. */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { openProgram, runProgram, runSegue, segue } from "../../support/cli.ts";

const has = (program: string): boolean => spawnSync(program, ["-c", "true"]).status === 0;

const define = (shell: string): string =>
  `segue() { '${process.execPath}' '${segue}' "$@"; }; source <(segue completion ${shell})`;

/** What bash offers for the last of the words. */
const offered = async (words: string): Promise<readonly string[]> => {
  const script = `${define("bash")}
    COMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _segue; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = await runProgram("bash", ["-c", script]);
  expect(stderr).toBe("");
  return stdout.split("\n").filter(Boolean);
};

describe("in bash", () => {
  test.each([
    ["segue re", ["remove", "restore"]],
    ["segue --json re", ["remove", "restore"]],
    ["segue --url http://me re", ["remove", "restore"]],
    ["segue --u", ["--url"]],
    ["segue list --so", ["--sort"]],
    ["segue list --sort a", ["added", "artist", "album"]],
    ["segue completion ''", ["bash", "zsh", "fish"]],
    ["segue upload test/integration/cl", ["test/integration/cli"]],
    ["segue download --output test/integration/cl", ["test/integration/cli"]],
    ["segue get ''", []],
  ])("%s goes on with %j", async (words, expected) => {
    expect(await offered(words)).toEqual(expected);
  });
});

describe.runIf(has("zsh"))("in zsh", () => {
  test("commands, options and values are completed", async () => {
    const zsh = openProgram(["zsh", "-f", "-i"]);
    zsh.type("autoload -Uz compinit; compinit -u -D; echo load''ed\n");
    await zsh.shows(/loaded/);
    zsh.type(`${define("zsh")}; echo defin''ed\n`);
    await zsh.shows(/defined/);
    zsh.type("segue --json li\t--so\ttitle --sta\tfa\t");
    await zsh.shows(/segue --json list.+--sort.+title.+--state.+failed/);
    zsh.type("\u0015exit\n");
    await zsh.code;
  });
});

describe.runIf(has("fish"))("in fish", () => {
  test.each([
    ["segue re", ["remove", "restore"]],
    ["segue --json re", ["remove", "restore"]],
    ["segue list --so", ["--sort"]],
    ["segue list --sort a", ["added", "album", "artist"]],
    ["segue completion ", ["bash", "fish", "zsh"]],
  ])("%s goes on with %j", async (words, expected) => {
    const { stdout: script } = await runSegue(["completion", "fish"]);
    const { stdout } = await runProgram("fish", [
      "--no-config",
      "-c",
      `${script}\ncomplete -C '${words}'`,
    ]);
    expect(
      stdout
        .split("\n")
        .filter(Boolean)
        .map((line) => line.split("\t")[0]),
    ).toEqual(expected);
  });
});
