import type { Command } from "commander";
import type { Act, Context } from "../context.ts";
import { forEach } from "../each.ts";
import type { ExitCode } from "../exit-codes.ts";
import { titleOf } from "../terminal/songs.ts";
import { idsArgument } from "./options.ts";

const restore = (context: Context, ids: readonly string[]): Promise<ExitCode> => {
  const { out, client, signal } = context;
  return forEach(context, ids, async (id) => {
    const song = await client.restore(id, { signal });
    if (out.json) out.value(song);
    else out.line("Restored ", titleOf(song));
  });
};

export const addRestore = (program: Command, act: Act): void => {
  program
    .command("restore")
    .addArgument(idsArgument())
    .summary("bring deleted songs back")
    .description("Brings songs back that were deleted less than a day ago.")
    .action(act(restore));
};
