import type { Command } from "commander";
import { musicEndings } from "../../music-files.ts";
import type { Act, Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { Failure, toFailure, usage } from "../failure.ts";
import { findMusic, type Walked } from "../files/walk.ts";
import { addTagOptions, type TagOptions, tagsIn } from "../tags.ts";
import { counted } from "../terminal/figures.ts";
import { createCovering } from "../transfers/folder-cover.ts";
import { createReport } from "../transfers/report.ts";
import { runTransfers } from "../transfers/run.ts";
import { createUploader, uploadWords } from "../transfers/upload.ts";
import { concurrencyOption, manyArgument } from "./options.ts";

type UploadOptions = TagOptions & {
  readonly concurrency: number;
  readonly dryRun?: boolean;
};

const nothingFound = ({ others }: Walked): Failure =>
  new Failure(
    others > 0 ? `No music among ${counted(others, "file")}.` : "There are no files in it.",
    { hint: `Music is what ends in ${musicEndings.join(", ")}.` },
  );

const upload = async (
  context: Context,
  paths: readonly string[],
  options: UploadOptions,
): Promise<ExitCode> => {
  const { out, client, signal } = context;
  const found = await findMusic(paths, signal);
  for (const { name, error } of found.failures) out.failure(toFailure(error), name);
  const { files } = found;
  if (files.length > 1 && (options.title !== undefined || options.track !== undefined))
    throw usage("Many files cannot have the same title or track.", "Upload them one by one.");
  if (files.length === 0) {
    if (found.failures.length === 0) throw nothingFound(found);
    return exitCodes.failed;
  }
  await client.page({ limit: 1 }, { signal });
  const toJob = createUploader(context, options.dryRun);
  const tags = tagsIn(options);
  const report = createReport(out, {
    files: files.length,
    words: uploadWords,
    nothing: "Nothing uploaded",
    shown: ["would upload"],
  });
  const withCover = createCovering(context);
  const jobs = files.map((file) => {
    const job = toJob(file, tags);
    return options.dryRun ? job : withCover(job, file);
  });
  const fatal = await runTransfers(context, jobs, {
    verb: options.dryRun ? "Checking" : "Uploading",
    concurrency: options.concurrency,
    onEnd: report.note,
  });
  const code = report.end(fatal);
  return code === exitCodes.ok && found.failures.length > 0 ? exitCodes.failed : code;
};

export const addUpload = (program: Command, act: Act): void => {
  addTagOptions(
    program.command("upload").addArgument(manyArgument("<paths...>", "files and folders")),
  )
    .option("-n, --dry-run", "only say what would be uploaded")
    .addOption(concurrencyOption())
    .summary("upload files, and folders with all that is in them")
    .description(
      "Uploads files, and the music in folders and in the folders in them. Hidden files and what is no music by its name are left out, and what is there already: the same command goes on where it was stopped. Tags that are given override those in the files. A song without a cover gets the picture beside it that is called cover, folder or front.",
    )
    .action(act(upload));
};
