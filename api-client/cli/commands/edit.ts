import { type Command, InvalidArgumentError } from "commander";
import type { SongChange } from "../../contract.ts";
import type { Act, Context } from "../context.ts";
import { forEach } from "../each.ts";
import type { ExitCode } from "../exit-codes.ts";
import { usage } from "../failure.ts";
import { addTagOptions, tagNames, type TagOptions, tagsIn } from "../tags.ts";
import { titleOf } from "../terminal/songs.ts";
import { idsArgument } from "./options.ts";

type EditOptions = TagOptions & { readonly clear?: readonly string[] };

const names = Object.keys(tagNames).filter((name) => name !== "title");

const toClear = (text: string, earlier: readonly string[] = []): readonly string[] => {
  const given = text.split(",").map((name) => name.trim());
  const unknown = given.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`"${unknown}" is none of ${names.join(", ")}.`);
  return [...earlier, ...given];
};

const changeOf = (ids: readonly string[], { clear = [], ...options }: EditOptions): SongChange => {
  const removed = clear.map((name) => [tagNames[name], null]);
  const change: SongChange = { ...Object.fromEntries(removed), ...tagsIn(options) };
  if (Object.keys(change).length === 0)
    throw usage("Nothing to change was given.", 'As in: segue edit <id> --genre "Synth pop"');
  if (new Set(ids).size > 1 && (options.title !== undefined || options.track !== undefined))
    throw usage("Many songs cannot have the same title or track.", "Edit them one by one.");
  return change;
};

const edit = async (
  context: Context,
  ids: readonly string[],
  options: EditOptions,
): Promise<ExitCode> => {
  const { out, client, signal } = context;
  const change = changeOf(ids, options);
  return forEach(context, ids, async (id) => {
    const song = await client.update(id, change, { signal });
    if (out.json) out.value(song);
    else out.line("Saved ", titleOf(song));
  });
};

export const addEdit = (program: Command, act: Act): void => {
  addTagOptions(program.command("edit").addArgument(idsArgument()))
    .option(
      "--clear <tags>",
      `remove tags, as in: --clear genre,year (${names.join(", ")})`,
      toClear,
    )
    .summary("change tags of one song or many")
    .description("Changes the tags that are given, of every song that is named, and no others.")
    .action(act(edit));
};
