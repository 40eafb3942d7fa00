import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import type { Song, SongChange } from "../../contract.ts";
import { hasTaken } from "../../update.ts";
import type { Act, Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { Failure, toFailure } from "../failure.ts";
import { readCover } from "../files/cover-file.ts";
import { changeTo, ending, type Notes, readNotes } from "../files/notes.ts";
import { createReport } from "../transfers/report.ts";
import { type Job, runTransfers } from "../transfers/run.ts";
import { createUploader, type Uploaded, uploadWords } from "../transfers/upload.ts";
import { getSong } from "./get.ts";
import { concurrencyOption } from "./options.ts";

type Kept = { readonly path: string; readonly size: number; readonly notes: Notes };

/** Files that have notes beside them. Tells of those that cannot be used. */
const findKept = async (
  { out, signal }: Context,
  folder: string,
): Promise<{ readonly kept: readonly Kept[]; readonly code: ExitCode }> => {
  const kept: Kept[] = [];
  let code: ExitCode = exitCodes.ok;
  for (const name of await readdir(folder, { recursive: true })) {
    signal.throwIfAborted();
    if (!name.endsWith(ending)) continue;
    const path = join(folder, name.slice(0, -ending.length));
    try {
      const notes = await readNotes(path);
      if (notes) kept.push({ path, size: (await stat(path)).size, notes });
    } catch (error) {
      out.failure(toFailure(error), path);
      code = exitCodes.failed;
    }
  }
  // The order in which they came is the order in which they are shown.
  return {
    kept: kept.toSorted((one, other) => (one.notes.addedAt < other.notes.addedAt ? -1 : 1)),
    code,
  };
};

/** What nobody has changed on the server gets the tags and the cover that it had. */
const giveBack = async (
  context: Context,
  { id }: Song,
  { tags, cover }: Notes,
  path: string,
): Promise<void> => {
  const { patient, signal } = context;
  const change = changeTo(tags) as SongChange;
  const there = await getSong(context, id);
  const isTagged = hasTaken(there, change);
  if (!isTagged && there.revision > 0) return;
  if (!isTagged) await patient.update(id, change, { signal });
  if (!cover || there.coverFrom === cover.from || there.coverFrom === "person") return;
  const from = cover.from === "folder" ? { from: cover.from } : {};
  await patient.setCover(id, await readCover(path, cover), { ...from, signal });
};

const jobOf = (
  context: Context,
  { path, size, notes }: Kept,
  toJob: ReturnType<typeof createUploader>,
): Job<Uploaded> => {
  const { title, artist, album } = notes.tags;
  // The rest follows: requests have short heads, and lyrics may be long.
  const soon = Object.entries({ title, artist, album }).filter(([, value]) => value !== undefined);
  const { run } = toJob({ path, name: path, size }, Object.fromEntries(soon));
  return {
    name: path,
    size,
    async run(transfer) {
      const done = await run(transfer);
      if ("song" in done.value) await giveBack(context, done.value.song, notes, path);
      return done;
    },
  };
};

const importAll = async (
  context: Context,
  folder: string,
  { concurrency }: { readonly concurrency: number },
): Promise<ExitCode> => {
  const { out, client, signal } = context;
  const { kept, code } = await findKept(context, folder);
  if (kept.length === 0 && code === exitCodes.ok)
    throw new Failure("Nothing in it was written by segue export.", {
      hint: "segue upload takes folders of any music.",
    });
  await client.page({ limit: 1 }, { signal });
  const toJob = createUploader(context);
  const jobs = kept.map((one) => jobOf(context, one, toJob));
  const report = createReport(out, {
    files: jobs.length,
    words: uploadWords,
    nothing: "Nothing uploaded",
  });
  const fatal = await runTransfers(context, jobs, {
    verb: "Importing",
    concurrency,
    onEnd: report.note,
  });
  const ended = report.end(fatal);
  return ended === exitCodes.ok ? code : ended;
};

export const addImport = (program: Command, act: Act): void => {
  program
    .command("import")
    .argument("<folder>", "that `segue export` wrote")
    .addOption(concurrencyOption())
    .summary("bring an exported library back")
    .description(
      "Uploads what `segue export` wrote, and gives every song the tags and the cover that it had. What is there already is left alone: the same command goes on where it was stopped.",
    )
    .action(act(importAll));
};
