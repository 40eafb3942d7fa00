/** Links to songs and albums, for those who have no token. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Share } from "../../contract.ts";
import type { Act, Context } from "../context.ts";
import { forEach } from "../each.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { titleOf } from "../terminal/songs.ts";
import { idArgument, manyArgument } from "./options.ts";

const seconds: Readonly<Record<string, number>> = {
  h: 3_600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};

const expiresOption = (): Option =>
  new Option("--expires <time>", "how long it opens: 12h, 7d, 2w, 1y")
    .default(seconds["w"], "1w")
    .argParser((text) => {
      const [, count, unit = ""] = /^(\d{1,4})([hdwy])$/.exec(text) ?? [];
      const length = Number(count) * (seconds[unit] ?? 0);
      if (length > 0) return length;
      throw new InvalidArgumentError("It must be a number with h, d, w or y, as in 7d.");
    });

const lengthOfSongId = 21;

/** Here, as 2026-11-21 15:35. */
const when = (iso: string): string => new Date(iso).toLocaleString("sv-SE").slice(0, 16);

const share = async (
  { out, shares, signal }: Context,
  id: string,
  { expires }: { readonly expires: number },
): Promise<ExitCode> => {
  const what = id.length === lengthOfSongId ? { songId: id } : { albumId: id };
  const made = await shares.make({ ...what, expiresIn: expires }, { signal });
  const link = shares.linkOf(made).href;
  if (out.json) out.value({ ...made, link });
  else {
    out.note(`${titleOf(made)}, until ${when(made.expiresAt)}. This link is shown only now:`);
    out.line(link);
  }
  return exitCodes.ok;
};

const kindOf = ({ songId }: Share): string => (songId === undefined ? "album" : "song");

const list = async ({ out, shares, signal }: Context): Promise<ExitCode> => {
  const found = await shares.list({ signal });
  for (const each of found)
    if (out.json) out.value(each);
    else out.fields(each.id, kindOf(each), titleOf(each), when(each.expiresAt));
  if (found.length === 0 && !out.json) out.note("Nothing is shared.");
  return exitCodes.ok;
};

const unshare = (context: Context, ids: readonly string[]): Promise<ExitCode> => {
  const { out, shares, signal } = context;
  return forEach(context, ids, async (id) => {
    await shares.remove(id, { signal });
    if (out.json) out.value({ id, result: "taken back" });
    else out.line("Taken back ", id);
  });
};

export const addShare = (program: Command, act: Act): void => {
  program
    .command("share")
    .addArgument(idArgument("id of a song, or of an album (albumId)"))
    .addOption(expiresOption())
    .summary("make a link that opens a song or an album")
    .description(
      "Makes a link that opens the player with one song or one album and nothing else, without a token, until it expires or is taken back.",
    )
    .action(act(share));
  program
    .command("shares")
    .summary("list the links that are valid")
    .description("Lists the links that are valid: id, kind, title, and until when.")
    .action(act(list));
  program
    .command("unshare")
    .addArgument(manyArgument("<ids...>", "ids of links, as `segue shares` lists them"))
    .summary("take links back")
    .description("Takes links back: from now on they open nothing.")
    .action(act(unshare));
};
