import type { Command } from "commander";
import type { Act, Context } from "../context.ts";
import { forEach } from "../each.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { usage } from "../failure.ts";
import { isYes } from "../terminal/ask.ts";
import { counted } from "../terminal/figures.ts";
import { titleOf } from "../terminal/songs.ts";
import { getSong } from "./get.ts";
import { idsArgument } from "./options.ts";

type RemoveOptions = { readonly yes?: boolean };

/** More titles than that would hide the question. */
const mostTitles = 10;

const agree = ({ out, signal }: Context, titles: readonly string[]): Promise<boolean> => {
  for (const title of titles.slice(0, mostTitles)) out.note("  ", title);
  if (titles.length > mostTitles) out.note(`  and ${titles.length - mostTitles} more`);
  const what = counted(titles.length, "song");
  return isYes(`Delete ${what}? This can be undone for a day.`, signal);
};

/** Of those that are to be deleted and are there, as whoever sits there agrees. */
const choose = async (
  context: Context,
  ids: readonly string[],
): Promise<{ readonly chosen: readonly string[]; readonly code: ExitCode }> => {
  const titles = new Map<string, string>();
  const code = await forEach(context, ids, async (id) => {
    titles.set(id, titleOf(await getSong(context, id)));
  });
  if (titles.size > 0 && (await agree(context, [...titles.values()])))
    return { chosen: [...titles.keys()], code };
  context.out.note("Nothing was deleted.");
  return { chosen: [], code };
};

const remove = async (
  context: Context,
  ids: readonly string[],
  { yes = false }: RemoveOptions,
): Promise<ExitCode> => {
  const { out, client, signal } = context;
  if (!yes && !process.stdin.isTTY)
    throw usage("Nobody is here to say yes.", "Add --yes to delete without being asked.");
  const { chosen, code } = yes ? { chosen: ids, code: exitCodes.ok } : await choose(context, ids);
  const removed = await forEach(context, chosen, async (id) => {
    await client.remove(id, { signal });
    if (out.json) out.value({ id, result: "deleted" });
    else out.line("Deleted ", id);
  });
  return code === exitCodes.ok ? removed : code;
};

export const addRemove = (program: Command, act: Act): void => {
  program
    .command("remove")
    .addArgument(idsArgument())
    .option("-y, --yes", "do not ask")
    .summary("delete songs; they can be restored for a day")
    .description("Deletes songs, after asking. They can be restored for a day.")
    .action(act(remove));
};
