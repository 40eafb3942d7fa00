import type { Command } from "commander";
import type { Song } from "../../contract.ts";
import type { Act, Context } from "../context.ts";
import { forEach } from "../each.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { fetchFile } from "../files/fetch-file.ts";
import { placesIn } from "../files/place.ts";
import { isInterruption } from "../failure.ts";
import { titleOf } from "../terminal/songs.ts";
import { type Job, type Outcome, runTransfers } from "../transfers/run.ts";
import { getSong } from "./get.ts";
import { concurrencyOption, idsArgument } from "./options.ts";

type DownloadOptions = {
  readonly output: string;
  readonly force?: boolean;
  readonly concurrency: number;
};

type Downloaded = {
  readonly id: string;
  readonly file: string;
  readonly result: "downloaded" | "there";
};

const jobOf = (
  { patient, signal }: Context,
  song: Song,
  file: string,
  force: boolean,
): Job<Downloaded> => ({
  name: titleOf(song),
  size: song.uploaded,
  async run(transfer) {
    const onBytes = (sent: number): void => void (transfer.sent = sent);
    const fetched = await fetchFile({ client: patient, song, path: file, force, signal, onBytes });
    const { id, uploaded } = song;
    return fetched
      ? { sent: uploaded, value: { id, file, result: "downloaded" } }
      : { sent: undefined, value: { id, file, result: "there" } };
  },
});

const tell = ({ out }: Context, outcome: Outcome<Downloaded>): void => {
  if ("failure" in outcome) out.failure(outcome.failure, outcome.name);
  else if (out.json) out.value(outcome.value);
  else {
    const { result, file } = outcome.value;
    out.line(result === "there" ? "There already: " : "Downloaded: ", file);
  }
};

const download = async (
  context: Context,
  ids: readonly string[],
  { output, force = false, concurrency }: DownloadOptions,
): Promise<ExitCode> => {
  const { out } = context;
  const placeOf = await placesIn(output, new Set(ids).size);
  const jobs: Job<Downloaded>[] = [];
  const found = await forEach(context, ids, async (id) => {
    const song = await getSong(context, id);
    jobs.push(jobOf(context, song, placeOf(song), force));
  });
  const outcomes: Outcome<Downloaded>[] = [];
  const fatal = await runTransfers(context, jobs, {
    verb: "Downloading",
    concurrency,
    onEnd: (outcome) => void outcomes.push(outcome),
  });
  for (const outcome of outcomes) tell(context, outcome);
  if (fatal) {
    if (!isInterruption(fatal)) out.failure(fatal);
    if (!out.json) out.note("Stopped. The same command goes on from here.");
    return fatal.code;
  }
  return outcomes.some((outcome) => "failure" in outcome) ? exitCodes.failed : found;
};

export const addDownload = (program: Command, act: Act): void => {
  program
    .command("download")
    .addArgument(idsArgument())
    .option("-o, --output <path>", "a folder, or for one song a file", ".")
    .option("-f, --force", "replace files that are there")
    .addOption(concurrencyOption())
    .summary("fetch the files that were uploaded")
    .description(
      "Fetches the files of songs as they were uploaded. Until one is whole it ends in .part; the same command goes on where it was stopped.",
    )
    .action(act(download));
};
