import type { Command } from "commander";
import { openFile } from "../../file.ts";
import { fingerprintOf } from "../../fingerprint.ts";
import { musicEndings } from "../../music-files.ts";
import type { Act, Context } from "../context.ts";
import type { ExitCode } from "../exit-codes.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure, toFailure, usage } from "../failure.ts";
import { findMusic, type MusicFile, type Walked } from "../files/walk.ts";
import { addTagOptions, type TagOptions, tagsIn } from "../tags.ts";
import { counted } from "../terminal/figures.ts";
import { type Job, runTransfers } from "../transfers/run.ts";
import { concurrencyOption, manyArgument } from "./options.ts";
import { createUploadReport, type Uploaded } from "./upload-report.ts";

type UploadOptions = TagOptions & {
  readonly concurrency: number;
  readonly dryRun?: boolean;
};

/** Songs of the same bytes, by their fingerprint: on the server, or on their way there. */
const createLookup = ({ patient, signal }: Context) => {
  const begun = new Map<string, string>();
  return async (fingerprint: string, name: string): Promise<Uploaded | undefined> => {
    const same = begun.get(fingerprint);
    if (same !== undefined) return { result: "same", as: same };
    begun.set(fingerprint, name);
    const { songs } = await patient.page({ fingerprint, limit: 10 }, { signal });
    // What is still on its way may never come to its end.
    const song = songs.find(({ state }) => state === "processing" || state === "ready");
    if (song) return { result: "there", song };
    const failed = songs.find(({ state }) => state === "failed");
    if (failed)
      throw new Failure(`It is there already, and failed: ${failed.reason?.title ?? ""}`, {
        hint: `To try again: segue remove ${failed.id}, then upload it once more.`,
      });
    return undefined;
  };
};

const jobsOf = (
  context: Context,
  files: readonly MusicFile[],
  { dryRun = false, ...options }: UploadOptions,
): readonly Job<Uploaded>[] => {
  const { patient, signal } = context;
  const lookup = createLookup(context);
  const tags = tagsIn(options);
  return files.map(({ path, name, size }) => ({
    name,
    size,
    async run(transfer) {
      transfer.step = "checking";
      const fingerprint = await fingerprintOf(path);
      const there = await lookup(fingerprint, name);
      if (there) return { sent: undefined, value: there };
      if (dryRun) return { sent: undefined, value: { result: "would upload" } };
      transfer.step = undefined;
      const onProgress = ({ sent }: { sent: number }): void => void (transfer.sent = sent);
      const file = await openFile(path);
      const song = await patient.insert(file, { tags, fingerprint, onProgress, signal });
      return { sent: size, value: { result: "uploaded", song } };
    },
  }));
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
  const report = createUploadReport(out, files.length);
  const fatal = await runTransfers(context, jobsOf(context, files, options), {
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
      "Uploads files, and the music in folders and in the folders in them. Hidden files and what is no music by its name are left out, and what is there already: the same command goes on where it was stopped. Tags that are given override those in the files.",
    )
    .action(act(upload));
};
