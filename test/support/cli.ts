/** The program `segue` itself: in a pipe, and at a terminal. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { expect } from "vitest";

const root = join(import.meta.dirname, "../..");
export const segue = join(root, "api-client/cli/segue.js");

export type Result = { readonly code: number; readonly stdout: string; readonly stderr: string };

type Options = {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
};

const environment = (env: Options["env"] = {}): NodeJS.ProcessEnv => {
  const { SEGUE_TOKEN: _, SEGUE_URL: __, NO_COLOR: ___, FORCE_COLOR: ____, ...rest } = process.env;
  return { ...rest, ...env };
};

const start = (
  program: string,
  args: readonly string[],
  { env, cwd = root }: Options,
): ChildProcessWithoutNullStreams => spawn(program, args, { cwd, env: environment(env) });

/** Runs a program to its end, with nobody at a terminal. */
export const runProgram = async (
  program: string,
  args: readonly string[],
  options: Options = {},
): Promise<Result> => {
  const child = start(program, args, options);
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin.end();
  const [code] = (await once(child, "close")) as [number];
  return { code, stdout, stderr };
};

export const runSegue = (args: readonly string[], options: Options = {}): Promise<Result> =>
  runProgram(process.execPath, [segue, ...args], options);

export type Terminal = {
  /** Everything that was written, as it came. */
  readonly raw: () => string;
  /** The same without what moves the cursor or colours. */
  readonly text: () => string;
  /** Waits until it was written. */
  shows(pattern: RegExp): Promise<void>;
  /** As from a keyboard; "\u0003" is Ctrl-C. */
  type(keys: string): void;
  readonly code: Promise<number>;
};

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Opens a program at a terminal: by `script` of util-linux, which makes a pseudo-terminal. */
export const openProgram = (args: readonly string[], options: Options = {}): Terminal => {
  const command = args.map(quote).join(" ");
  const sized = `stty cols 100 rows 30; exec ${command}`;
  const child = start("script", ["-qefc", sized, "/dev/null"], {
    ...options,
    env: { TERM: "xterm-256color", ...options.env },
  });
  let raw = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (raw += text));
  const text = (): string => stripVTControlCharacters(raw);
  return {
    raw: () => raw,
    text,
    async shows(pattern) {
      await expect.poll(text, { timeout: 30_000 }).toMatch(pattern);
    },
    type: (keys) => void child.stdin.write(keys),
    code: once(child, "close").then(([code]) => {
      child.stdin.destroy();
      return code as number;
    }),
  };
};

export const openTerminal = (args: readonly string[], options: Options = {}): Terminal =>
  openProgram([process.execPath, segue, ...args], options);

/** Its JSON, a value a line. */
export const jsonIn = (text: string): unknown[] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line): unknown => JSON.parse(line));
