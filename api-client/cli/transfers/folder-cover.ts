/** Songs whose files bring no cover along get the one that lies beside them. */
import { readFile } from "node:fs/promises";
import type { Song } from "../../contract.ts";
import { SegueError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { createFolderCovers } from "../files/folder-cover.ts";
import type { MusicFile } from "../files/walk.ts";
import type { Job } from "./run.ts";
import type { Uploaded } from "./upload.ts";

/** The song is no worse for what the server cannot read: so it is with pictures in files. */
const aboutThePicture: ReadonlySet<string> = new Set([
  "not-picture",
  "picture-too-large",
  "unreadable-picture",
]);

const isAboutPicture = (error: unknown): boolean =>
  error instanceof SegueError && aboutThePicture.has(error.slug);

/** Makes jobs that do so, too, of jobs that upload files. */
export const createCovering = ({ patient, signal }: Context) => {
  const coverOf = createFolderCovers();
  const give = async ({ id, coverFrom }: Song, path: string | Buffer): Promise<void> => {
    if (coverFrom !== undefined) return;
    const picture = await coverOf(path);
    if (picture === undefined) return;
    const bytes = new Blob([await readFile(picture)]);
    try {
      await patient.setCover(id, bytes, { from: "folder", signal });
    } catch (error) {
      if (!isAboutPicture(error)) throw error;
    }
  };
  return (job: Job<Uploaded>, { path }: MusicFile): Job<Uploaded> => ({
    ...job,
    async run(transfer) {
      const done = await job.run(transfer);
      if ("song" in done.value) await give(done.value.song, path);
      return done;
    },
  });
};
