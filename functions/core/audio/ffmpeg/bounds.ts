/** What one process may use, by prlimit (util-linux). Where there is none, as on macOS, only its time is limited. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

export type Bounds = {
  /** Seconds of a processor. */
  readonly cpuSeconds: number;
  /** Bytes. */
  readonly memoryBytes: number;
};

/** No files of its own either, be it a core. */
const optionsFor = ({ cpuSeconds, memoryBytes }: Bounds): string[] => [
  `--data=${Math.floor(memoryBytes)}`,
  "--fsize=0",
  "--core=0",
  `--cpu=${Math.ceil(cpuSeconds)}:`,
];

const isThere = (): Promise<boolean> =>
  execute("prlimit", ["--version"]).then(
    () => true,
    () => false,
  );

let hasPrlimit: Promise<boolean> | undefined;
const canBind = (): Promise<boolean> => (hasPrlimit ??= isThere());

/** The command that starts a program within bounds. */
export const boundCommand = async (
  command: readonly string[],
  bounds: Bounds,
): Promise<readonly string[]> =>
  (await canBind()) ? ["prlimit", ...optionsFor(bounds), ...command] : command;
