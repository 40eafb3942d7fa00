import { type Command, Option } from "commander";
import type { PageQuery } from "../../paging.ts";
import type { Act, Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { songPrinter } from "../terminal/songs.ts";
import { countOption, manyArgument } from "./options.ts";

type ListOptions = Pick<PageQuery, "artist" | "album" | "genre" | "state" | "deleted" | "sort"> & {
  readonly reverse?: boolean;
  readonly limit?: number;
};

/** The first page comes soon; more at a time would only come later. */
const pageLength = 200;

/** None of a search that says nothing of one: the best match comes first. */
const orderOf = (
  { sort, reverse }: ListOptions,
  words: string | undefined,
): "asc" | "desc" | undefined => {
  if (words !== undefined && sort === undefined && reverse === undefined) return undefined;
  return ((sort ?? "added") === "added") === (reverse ?? false) ? "asc" : "desc";
};

const queryOf = (options: ListOptions, words: string | undefined): PageQuery => {
  const { artist, album, genre, state, deleted, sort, limit = pageLength } = options;
  const filter = { artist, album, genre, state, deleted, q: words };
  return { ...filter, sort, order: orderOf(options, words), limit: Math.min(limit, pageLength) };
};

const printSongs = async (
  { out, client, signal }: Context,
  options: ListOptions,
  words?: string,
): Promise<ExitCode> => {
  const print = songPrinter(out);
  const { limit = Infinity } = options;
  let printed = 0;
  for await (const song of client.list(queryOf(options, words), { signal })) {
    print(song);
    if (++printed >= limit || !out.isOpen) break;
  }
  if (printed === 0 && !out.json)
    out.note(words === undefined ? "No songs." : `Nothing matches “${words}”.`);
  return exitCodes.ok;
};

const addListOptions = (command: Command): Command =>
  command
    .option("--artist <name>", "only this artist's")
    .option("--album <title>", "only of this album")
    .option("--genre <name>", "only of this genre")
    .addOption(
      new Option("--state <state>", "only in this state").choices([
        "uploading",
        "processing",
        "ready",
        "failed",
      ]),
    )
    .option("--deleted", "those that were deleted and can be restored, instead")
    .addOption(
      new Option("--sort <field>", "what to sort by (default: added, the newest first)").choices([
        "added",
        "title",
        "artist",
        "album",
      ]),
    )
    .option("--reverse", "the other way round")
    .addOption(countOption("--limit <number>", "so many at most"));

export const addList = (program: Command, act: Act): void => {
  addListOptions(program.command("list"))
    .summary("list songs, the newest first")
    .description(
      "Lists songs: a table on a terminal; elsewhere id, title, artist, album and length, separated by tabs, a song a line.",
    )
    .action(act((context, options: ListOptions) => printSongs(context, options)));
};

export const addSearch = (program: Command, act: Act): void => {
  addListOptions(
    program.command("search").addArgument(manyArgument("<words...>", "beginnings of words")),
  )
    .summary("search titles, artists and albums")
    .description("Lists songs in whose title, artist or album every word is found, or begins one.")
    .action(
      act((context, words: readonly string[], options: ListOptions) =>
        printSongs(context, options, words.join(" ")),
      ),
    );
};
