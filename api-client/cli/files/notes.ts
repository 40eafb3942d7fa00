/** What an exported file itself does not say of its song: JSON beside it, under its name and `.json`. */
import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import { type Song, SongId, Tags } from "../../contract.ts";
import { Failure } from "../failure.ts";

const Notes = z.object({
  id: SongId,
  addedAt: z.iso.datetime(),
  tags: Tags,
  /** Where the file does not bring its own: who has put it there, and how the picture beside the file ends. */
  cover: z
    .object({
      from: z.enum(["person", "folder"]),
      ending: z.stringFormat("ending", /^\.cover\.[a-z]+$/).nullable(),
    })
    .optional(),
});
export type Notes = z.infer<typeof Notes>;

export const ending = ".json";

const names = Object.keys(Tags.shape) as (keyof Tags)[];

export const notesOf = (song: Song, cover: Notes["cover"]): Notes => {
  const tags = names.map((name) => [name, song[name]]).filter(([, value]) => value !== undefined);
  return {
    id: song.id,
    addedAt: song.addedAt,
    tags: Object.fromEntries(tags) as Tags,
    ...(cover && { cover }),
  };
};

/** Every tag as it was: those that it did not have are taken away. */
export const changeTo = (tags: Tags): Record<keyof Tags, unknown> =>
  Object.fromEntries(names.map((name) => [name, tags[name] ?? null])) as Record<
    keyof Tags,
    unknown
  >;

const parsed = (text: string): Notes | undefined => {
  try {
    return Notes.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
};

/** Undefined where there are none. Throws Failure for what `segue export` has not written. */
export const readNotes = async (file: string): Promise<Notes | undefined> => {
  const path = file + ending;
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const notes = parsed(text);
  if (!notes)
    throw new Failure(`Not written by segue export: ${path}`, {
      hint: "Mend it, or take it away.",
    });
  return notes;
};

export const writeNotes = (file: string, notes: Notes): Promise<void> =>
  writeFile(file + ending, `${JSON.stringify(notes, undefined, 2)}\n`);
