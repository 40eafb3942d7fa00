import { dirname, extname, join } from "node:path";
import type { Command } from "commander";
import type { Song } from "../../contract.ts";
import { SegueError } from "../../errors.ts";
import type { Act, Context } from "../context.ts";
import type { ExitCode } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { writeCover } from "../files/cover-file.ts";
import { fetchFile } from "../files/fetch-file.ts";
import { makeFolder } from "../files/make-folder.ts";
import { notesOf, readNotes, writeNotes } from "../files/notes.ts";
import { fileNameOf, folderNameOf } from "../files/place.ts";
import { counted } from "../terminal/figures.ts";
import { createReport, type Words } from "../transfers/report.ts";
import { type Job, runTransfers } from "../transfers/run.ts";
import { getSong } from "./get.ts";
import { concurrencyOption } from "./options.ts";

type Exported = { readonly result: "exported" | "there"; readonly id: string };

const words: Words<Exported> = {
  exported: { one: () => "exported", all: (count) => `${counted(count, "song")} exported` },
  there: { one: () => "there already", all: (count) => `${count} there already` },
};

/** Nothing else was put there: not another song, and not by others. */
const isOwn = async (path: string, { id }: Song): Promise<boolean> => {
  try {
    const notes = await readNotes(path);
    return notes === undefined || notes.id === id;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
};

/** Artist/Album/name; songs that would have the same have their id in it, but for the first. */
const createPlaces = (folder: string) => {
  const taken = new Set<string>();
  return async (song: Song): Promise<string> => {
    const { artist, albumArtist = artist, album, id } = song;
    const above = [albumArtist ?? "Unknown artist", ...(album === undefined ? [] : [album])];
    const name = fileNameOf(song);
    const plain = join(folder, ...above.map(folderNameOf), name);
    const kind = extname(name);
    const own = `${plain.slice(0, plain.length - kind.length)} ${id}${kind}`;
    const isFree = !taken.has(plain.toLowerCase()) && (await isOwn(plain, song));
    const path = isFree ? plain : own;
    taken.add(path.toLowerCase());
    return path;
  };
};

const writeTags = async (context: Context, { id }: Song, path: string): Promise<void> => {
  // Lists leave lyrics out.
  const whole = await getSong(context, id);
  await writeNotes(path, notesOf(whole, await writeCover(context, whole, path)));
};

const jobOf = (context: Context, song: Song, path: string): Job<Exported> => ({
  name: path,
  size: song.uploaded,
  async run(transfer) {
    const { patient: client, signal } = context;
    await makeFolder(dirname(path));
    const onBytes = (sent: number): void => void (transfer.sent = sent);
    const fetching = fetchFile({ client, song, path, force: false, signal, onBytes });
    const isNew = await fetching.catch(async (error: unknown) => {
      // Its tags are all that there is of it.
      if (error instanceof SegueError && error.slug === "original-gone")
        await writeTags(context, song, path);
      throw error;
    });
    await writeTags(context, song, path);
    return {
      sent: isNew ? song.uploaded : undefined,
      value: { result: isNew ? "exported" : "there", id: song.id },
    };
  },
});

/** All of it has arrived at the server. */
const isWhole = ({ state, reason }: Song): boolean =>
  state !== "uploading" && reason?.type !== "urn:segue:problem:upload-interrupted";

const exportAll = async (
  context: Context,
  folder: string,
  { concurrency }: { readonly concurrency: number },
): Promise<ExitCode> => {
  const { out, patient, signal } = context;
  await context.client.page({ limit: 1 }, { signal });
  await makeFolder(folder);
  const placeOf = createPlaces(folder);
  const jobs: Job<Exported>[] = [];
  let others = 0;
  for await (const song of patient.list({ order: "asc", limit: 200 }, { signal }))
    if (isWhole(song)) jobs.push(jobOf(context, song, await placeOf(song)));
    else others++;
  if (others > 0 && !out.json) out.note(`${counted(others, "upload")} not at an end: left out.`);
  const report = createReport(out, { files: jobs.length, words, nothing: "No songs" });
  const fatal = await runTransfers(context, jobs, {
    verb: "Exporting",
    concurrency,
    onEnd: report.note,
  });
  return report.end(fatal);
};

export const addExport = (program: Command, act: Act): void => {
  program
    .command("export")
    .argument("<folder>", "where to")
    .addOption(concurrencyOption())
    .summary("write the whole library to a folder")
    .description(
      "Writes the file of every song, as it was uploaded, to Artist/Album in a folder, with its tags beside it as JSON, and the cover where it is not the file's own. What is there already is not fetched again: the same command goes on where it was stopped, and brings a folder up to date.",
    )
    .action(act(exportAll));
};
