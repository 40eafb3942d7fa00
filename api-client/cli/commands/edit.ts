import { readFile } from "node:fs/promises";
import { type Command, InvalidArgumentError } from "commander";
import type { SongChange } from "../../contract.ts";
import type { Act, Context } from "../context.ts";
import { forEach } from "../each.ts";
import type { ExitCode } from "../exit-codes.ts";
import { usage } from "../failure.ts";
import { addTagOptions, tagNames, type TagOptions, tagsIn } from "../tags.ts";
import { titleOf } from "../terminal/songs.ts";
import { idsArgument } from "./options.ts";

type EditOptions = TagOptions & { readonly clear?: readonly string[]; readonly cover?: string };

const names = [...Object.keys(tagNames).filter((name) => name !== "title"), "cover"];

const toClear = (text: string, earlier: readonly string[] = []): readonly string[] => {
  const given = text.split(",").map((name) => name.trim());
  const unknown = given.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`"${unknown}" is none of ${names.join(", ")}.`);
  return [...earlier, ...given];
};

const changeOf = ({ clear = [], ...options }: EditOptions): SongChange => {
  const removed = clear.filter((name) => name !== "cover").map((name) => [tagNames[name], null]);
  return { ...Object.fromEntries(removed), ...tagsIn(options) };
};

/** Undefined: as it is; null: none. */
const coverOf = async ({ cover, clear = [] }: EditOptions): Promise<Blob | null | undefined> => {
  if (cover !== undefined) return new Blob([await readFile(cover)]);
  return clear.includes("cover") ? null : undefined;
};

const edit = async (
  context: Context,
  ids: readonly string[],
  options: EditOptions,
): Promise<ExitCode> => {
  const { out, client, signal } = context;
  const change = changeOf(options);
  const cover = await coverOf(options);
  const isTagged = Object.keys(change).length > 0;
  if (!isTagged && cover === undefined)
    throw usage("Nothing to change was given.", 'As in: segue edit <id> --genre "Synth pop"');
  if (new Set(ids).size > 1 && (options.title !== undefined || options.track !== undefined))
    throw usage("Many songs cannot have the same title or track.", "Edit them one by one.");
  return forEach(context, ids, async (id) => {
    // What is wrong with a picture is seen before anything else is changed.
    const covered = cover === undefined ? undefined : await client.setCover(id, cover, { signal });
    const song = isTagged ? await client.update(id, change, { signal }) : covered;
    if (!song) return;
    if (out.json) out.value(song);
    else out.line("Saved ", titleOf(song));
  });
};

export const addEdit = (program: Command, act: Act): void => {
  addTagOptions(program.command("edit").addArgument(idsArgument()))
    .option("--cover <file>", "a picture: JPEG, PNG, WebP or GIF")
    .option(
      "--clear <tags>",
      `remove tags, as in: --clear genre,year (${names.join(", ")})`,
      toClear,
    )
    .summary("change tags or the cover of one song or many")
    .description(
      "Changes the tags that are given, and the cover, of every song that is named, and no others.",
    )
    .action(act(edit));
};
