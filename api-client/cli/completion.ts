/** Scripts by which shells complete the command line. */

export type Grammar = readonly {
  readonly name: string;
  readonly summary: string;
  readonly takesFiles: boolean;
  readonly choices: readonly string[];
  readonly options: readonly {
    readonly flags: readonly string[];
    readonly description: string;
    readonly takesValue: boolean;
    readonly choices: readonly string[];
  }[];
}[];

type Command = Grammar[number];

/** Options after which a path comes. */
const pathOptions = new Set(["--output"]);

const isPath = ({ flags }: Command["options"][number]): boolean =>
  flags.some((flag) => pathOptions.has(flag));

const flagsOf = ({ options }: Command): readonly string[] => options.flatMap(({ flags }) => flags);

const lines = (...parts: readonly (string | readonly string[])[]): string =>
  `${parts.flat().join("\n")}\n`;

/** Separated as IFS has it: paths may have spaces. */
const bashWords = (words: readonly string[]): string =>
  `COMPREPLY=($(compgen -W $'${words.join("\\n")}' -- "$word"))`;

/** As bash itself completes them, with ~ and all; bash 3 cannot be told to. */
const bashPaths = `compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "$word"))`;

const bashValue = (option: Command["options"][number]): readonly string[] => {
  if (!option.takesValue) return [];
  const reply = isPath(option) ? bashPaths : bashWords(option.choices);
  return [`        ${option.flags.join("|")}) ${reply}; return ;;`];
};

const bashCase = (command: Command): readonly string[] => [
  `    ${command.name})`,
  `      case "$before" in`,
  ...command.options.flatMap(bashValue),
  `      esac`,
  `      if [[ "$word" == -* ]]; then ${bashWords(flagsOf(command))}`,
  `      else ${command.takesFiles ? bashPaths : bashWords(command.choices)}; fi ;;`,
];

export const bashCompletion = (grammar: Grammar): string =>
  lines(
    "# segue for bash:  source <(segue completion bash)",
    "_segue() {",
    '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"',
    "  local IFS=$'\\n'",
    "  COMPREPLY=()",
    `  if [ "$COMP_CWORD" -eq 1 ]; then`,
    `    ${bashWords([...grammar.map(({ name }) => name), "help"])}; return`,
    "  fi",
    '  case "${COMP_WORDS[1]}" in',
    grammar.flatMap(bashCase),
    "  esac",
    "}",
    "complete -o filenames -F _segue segue",
  );

/** Within single quotes, in any of the three shells' ways. */
const quoted = (text: string): string => text.replaceAll("'", "");

const zshText = (text: string): string => quoted(text).replaceAll(/[[\]:\\]/g, "\\$&");

const zshValue = (option: Command["options"][number]): string => {
  if (!option.takesValue) return "";
  if (isPath(option)) return ":path:_files";
  return option.choices.length > 0 ? `:value:(${option.choices.join(" ")})` : ":value:";
};

const zshCase = (command: Command): readonly string[] => [
  `      ${command.name}) _arguments \\`,
  ...command.options.flatMap((option) =>
    option.flags.map(
      (flag) => `        '*${flag}[${zshText(option.description)}]${zshValue(option)}' \\`,
    ),
  ),
  command.takesFiles
    ? "        '*:path:_files' ;;"
    : `        '*:argument:(${command.choices.join(" ")})' ;;`,
];

export const zshCompletion = (grammar: Grammar): string =>
  lines(
    "#compdef segue",
    "# segue for zsh:  source <(segue completion zsh)",
    "_segue() {",
    "  local -a commands",
    "  commands=(",
    grammar.map(({ name, summary }) => `    '${name}:${zshText(summary)}'`),
    "  )",
    "  if (( CURRENT == 2 )); then _describe command commands; return; fi",
    '  local command="${words[2]}"',
    "  (( CURRENT-- )); shift words",
    '  case "$command" in',
    grammar.flatMap(zshCase),
    "  esac",
    "}",
    'if [ "${funcstack[1]}" = "_segue" ]; then _segue "$@"; else compdef _segue segue; fi',
  );

const fishOptions = (command: Command): readonly string[] =>
  command.options.map((option) => {
    const flags = option.flags.map((flag) =>
      flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
    );
    const value = isPath(option) ? " -r -F" : " -x";
    const choices = option.choices.length > 0 ? ` -a '${option.choices.join(" ")}'` : "";
    const rest = option.takesValue ? value + choices : "";
    return `complete -c segue -n '__fish_seen_subcommand_from ${command.name}' ${flags.join(" ")}${rest} -d '${quoted(option.description)}'`;
  });

const fishCommand = (command: Command): readonly string[] => [
  `complete -c segue -n __fish_use_subcommand -a ${command.name} -d '${quoted(command.summary)}'`,
  ...(command.takesFiles
    ? [`complete -c segue -n '__fish_seen_subcommand_from ${command.name}' -F`]
    : []),
  ...(command.choices.length > 0
    ? [
        `complete -c segue -n '__fish_seen_subcommand_from ${command.name}' -a '${command.choices.join(" ")}'`,
      ]
    : []),
  ...fishOptions(command),
];

export const fishCompletion = (grammar: Grammar): string =>
  lines(
    "# segue for fish:  segue completion fish | source",
    "complete -c segue -f",
    grammar.flatMap(fishCommand),
  );
