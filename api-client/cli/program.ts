/** The command line: its commands, its options, its help. */
import { readFileSync } from "node:fs";
import { Command, type CommanderError } from "commander";
import { addCompletion } from "./commands/completion.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addDownload } from "./commands/download.ts";
import { addEdit } from "./commands/edit.ts";
import { addExport } from "./commands/export.ts";
import { addGet } from "./commands/get.ts";
import { addImport } from "./commands/import.ts";
import { addList, addSearch } from "./commands/list.ts";
import { addPlay } from "./commands/play.ts";
import { addRemove } from "./commands/remove.ts";
import { addRestore } from "./commands/restore.ts";
import { addShare } from "./commands/share.ts";
import { addUpload } from "./commands/upload.ts";
import type { Act } from "./context.ts";
import { examples } from "./examples.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { usage } from "./failure.ts";
import { defaultServer } from "./settings.ts";

const { version } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as { version: string };

const environment = `
Environment:
  SEGUE_URL            where Segue is (default: ${defaultServer})
  SEGUE_TOKEN          token for whatever writes; of a private library for all
  NO_COLOR             no colours

Exit codes:
  0  done              3  no server, or something else answered
  1  something failed  4  the token is missing or wrong
  2  wrong usage       130  stopped by Ctrl-C`;

const adders = [
  addUpload,
  addList,
  addSearch,
  addGet,
  addEdit,
  addRemove,
  addRestore,
  addDownload,
  addPlay,
  addShare,
  addExport,
  addImport,
  addDoctor,
  addCompletion,
];

/** Thrown where help or the version was shown: because it was asked for, or for want of a command. */
export class Shown extends Error {
  override readonly name = "Shown";
  readonly code: ExitCode;
  constructor(code: ExitCode) {
    super();
    this.code = code;
  }
}

const throwUsage =
  (path: string) =>
  (error: CommanderError): never => {
    if (error.exitCode === 0) throw new Shown(exitCodes.ok);
    if (error.code === "commander.help") throw new Shown(exitCodes.usage);
    const message = error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
    throw usage(message, `\`${path} --help\` shows how.`);
  };

const finish = (command: Command): void => {
  const given = examples[command.name()] ?? [];
  command
    .exitOverride(throwUsage(`segue ${command.name()}`))
    .addHelpText("after", ["", "Examples:", ...given.map((example) => `  ${example}`)].join("\n"));
};

export const createProgram = (act: Act): Command => {
  const program = new Command("segue")
    .description("Your music on a Segue server: put it there, find it, play it.")
    .version(version)
    .option("--json", "JSON for programs: a value a line; failures too, on standard error")
    .option("--url <address>", "where Segue is, instead of SEGUE_URL")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: () => {} })
    .exitOverride(throwUsage("segue"))
    .addHelpText("after", environment);
  for (const add of adders) add(program, act);
  for (const command of program.commands) finish(command);
  return program;
};
