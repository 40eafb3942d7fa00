/** Scripts by which shells complete the command line. */

export type Option = {
  readonly flags: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
};

export type Command = {
  readonly name: string;
  readonly summary: string;
  readonly takesFiles: boolean;
  readonly choices: readonly string[];
  readonly options: readonly Option[];
};

export type Grammar = {
  readonly commands: readonly Command[];
  /** That every command has, and that may come before it. */
  readonly options: readonly Option[];
};

/** Options after which a path comes. */
const pathOptions = new Set(["--output", "--cover"]);

const isPath = ({ flags }: Option): boolean => flags.some((flag) => pathOptions.has(flag));

const flagsOf = (options: readonly Option[]): readonly string[] =>
  options.flatMap(({ flags }) => flags);

const valueFlags = (options: readonly Option[]): readonly string[] =>
  flagsOf(options.filter(({ takesValue }) => takesValue));

const lines = (...parts: readonly (string | readonly string[])[]): string =>
  `${parts.flat().join("\n")}\n`;

/** Separated as IFS has it: paths may have spaces. */
const bashWords = (words: readonly string[]): string =>
  `COMPREPLY=($(compgen -W $'${words.join("\\n")}' -- "$word"))`;

/** As bash itself completes them, with ~ and all; bash 3 cannot be told to. */
const bashPaths = `compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "$word"))`;

const bashValue = (option: Option): readonly string[] => {
  if (!option.takesValue) return [];
  const reply = isPath(option) ? bashPaths : bashWords(option.choices);
  return [`        ${option.flags.join("|")}) ${reply}; return ;;`];
};

const bashCase = (command: Command): readonly string[] => [
  `    ${command.name})`,
  `      case "$before" in`,
  ...command.options.flatMap(bashValue),
  `      esac`,
  `      if [[ "$word" == -* ]]; then ${bashWords(flagsOf(command.options))}`,
  `      else ${command.takesFiles ? bashPaths : bashWords(command.choices)}; fi ;;`,
];

export const bashCompletion = ({ commands, options }: Grammar): string =>
  lines(
    "# segue for bash:  source <(segue completion bash)",
    "_segue() {",
    '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" at=1',
    "  local IFS=$'\\n'",
    "  COMPREPLY=()",
    "  while [ $at -lt $COMP_CWORD ]; do",
    '    case "${COMP_WORDS[at]}" in',
    `      ${valueFlags(options).join("|")}) at=$((at + 2)) ;;`,
    "      -*) at=$((at + 1)) ;;",
    "      *) break ;;",
    "    esac",
    "  done",
    "  if [ $at -gt $COMP_CWORD ]; then return; fi",
    "  if [ $at -eq $COMP_CWORD ]; then",
    `    if [[ "$word" == -* ]]; then ${bashWords(flagsOf(options))}`,
    `    else ${bashWords([...commands.map(({ name }) => name), "help"])}; fi`,
    "    return",
    "  fi",
    '  case "${COMP_WORDS[at]}" in',
    commands.flatMap(bashCase),
    "  esac",
    "}",
    "complete -o filenames -F _segue segue",
  );

/** Within single quotes, in any of the three shells' ways. */
const quoted = (text: string): string => text.replaceAll("'", "");

const zshText = (text: string): string => quoted(text).replaceAll(/[[\]:\\]/g, "\\$&");

const zshValue = (option: Option): string => {
  if (!option.takesValue) return "";
  if (isPath(option)) return ":path:_files";
  return option.choices.length > 0 ? `:value:(${option.choices.join(" ")})` : ":value:";
};

const zshOptions = (options: readonly Option[]): readonly string[] =>
  options.flatMap((option) =>
    option.flags.map((flag) => `'*${flag}[${zshText(option.description)}]${zshValue(option)}'`),
  );

const zshArgument = ({ takesFiles, choices }: Command): string =>
  takesFiles ? "'*:path:_files'" : `'*:argument:(${choices.join(" ")})'`;

const zshCase = (command: Command): string =>
  [`      ${command.name}) _arguments`, ...zshOptions(command.options), zshArgument(command)].join(
    " \\\n        ",
  ) + " ;;";

export const zshCompletion = ({ commands, options }: Grammar): string =>
  lines(
    "#compdef segue",
    "# segue for zsh:  source <(segue completion zsh)",
    "_segue() {",
    "  local state",
    "  local -a commands line",
    "  commands=(",
    commands.map(({ name, summary }) => `    '${name}:${zshText(summary)}'`),
    "  )",
    ["  _arguments -C", ...zshOptions(options), "'1: :->command'", "'*:: :->rest'"].join(
      " \\\n    ",
    ),
    '  case "$state" in',
    "    command) _describe command commands ;;",
    '    rest) case "$line[1]" in',
    commands.map(zshCase),
    "    esac ;;",
    "  esac",
    "}",
    'if [ "${funcstack[1]}" = "_segue" ]; then _segue "$@"; else compdef _segue segue; fi',
  );

const fishOptions = (options: readonly Option[], condition: string): readonly string[] =>
  options.map((option) => {
    const flags = option.flags.map((flag) =>
      flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
    );
    const value = isPath(option) ? " -r -F" : " -x";
    const choices = option.choices.length > 0 ? ` -a '${option.choices.join(" ")}'` : "";
    const rest = option.takesValue ? value + choices : "";
    return `complete -c segue -n ${condition} ${flags.join(" ")}${rest} -d '${quoted(option.description)}'`;
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
  ...fishOptions(command.options, `'__fish_seen_subcommand_from ${command.name}'`),
];

export const fishCompletion = ({ commands, options }: Grammar): string =>
  lines(
    "# segue for fish:  segue completion fish | source",
    "complete -c segue -f",
    fishOptions(options, "__fish_use_subcommand"),
    commands.flatMap(fishCommand),
  );
