import type { Command } from "commander";
import { Argument } from "commander";
import {
  bashCompletion,
  fishCompletion,
  type Grammar,
  type Option,
  zshCompletion,
} from "../completion.ts";

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

const takesFiles: ReadonlySet<string> = new Set(["upload", "export", "import"]);

const optionsOf = (...commands: readonly Command[]): readonly Option[] =>
  commands.flatMap(({ options }) =>
    options.map((option) => ({
      flags: [option.short, option.long].filter((flag) => flag !== undefined),
      description: option.description,
      takesValue: option.required || option.optional,
      choices: option.argChoices ?? [],
    })),
  );

const grammarOf = (program: Command): Grammar => ({
  options: optionsOf(program),
  commands: program.commands.map((command) => ({
    name: command.name(),
    summary: command.summary(),
    takesFiles: takesFiles.has(command.name()),
    options: optionsOf(command, program),
    choices: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
  })),
});

export const addCompletion = (program: Command): void => {
  program
    .command("completion")
    .addArgument(new Argument("<shell>", "your shell").choices(Object.keys(scripts)))
    .summary("print what completes commands in a shell")
    .description("Prints a script that completes commands and options in your shell.")
    .action(
      (shell: keyof typeof scripts) =>
        void process.stdout.write(scripts[shell](grammarOf(program))),
    );
};
