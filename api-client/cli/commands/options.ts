/** Options of more than one command. */
import { Argument, InvalidArgumentError, Option } from "commander";

export const countOption = (flags: string, description: string, most = Infinity): Option =>
  new Option(flags, description).argParser((text) => {
    const count = Number(text);
    if (Number.isInteger(count) && count >= 1 && count <= most) return count;
    const range = most === Infinity ? "from 1 on" : `from 1 to ${most}`;
    throw new InvalidArgumentError(`It must be a whole number ${range}.`);
  });

export const concurrencyOption = (): Option =>
  countOption("-c, --concurrency <number>", "so many at once", 32).default(3);

/** No argument has one of its own. */
const mask = "\u0000";
/** Of songs and links; of albums. */
const idLike = /^-([\w-]{20}|[A-Za-z0-9_][\w-]{14})$/;

/** Ids may begin with a hyphen, and are no options for that. */
export const maskIds = (argv: readonly string[]): readonly string[] =>
  argv.map((argument) => (idLike.test(argument) ? mask + argument : argument));

export const idArgument = (description: string): Argument =>
  new Argument("<id>", description).argParser((value) => value.replace(mask, ""));

/** One argument or more. */
export const manyArgument = (name: string, description: string): Argument =>
  new Argument(name, description).argParser((value, earlier: readonly string[] | undefined) => [
    ...(earlier ?? []),
    value.replace(mask, ""),
  ]);

export const idsArgument = (): Argument => manyArgument("<ids...>", "ids of songs");
