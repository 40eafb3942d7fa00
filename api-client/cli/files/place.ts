/** Where a downloaded song goes. */
import { stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import type { Song } from "../../contract.ts";
import { usage } from "../failure.ts";

/** What some system or other does not have in names, and what would lead elsewhere. */
const impossible = /[/\\:*?"<>|\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/gu;
/** Bytes: the most that usual file systems take is 255, and there is an id to come on top. */
const longest = 200;

const shorten = (name: string, bytes: number): string => {
  // A character that is cut in half becomes U+FFFD.
  const short = Buffer.from(name).subarray(0, bytes).toString();
  return Buffer.byteLength(name) > bytes ? short.replace(/\uFFFD+$/, "") : name;
};

/** A name that any system takes; empty where nothing is left of it. */
const fitName = (name: string): string =>
  name.replace(impossible, "_").replace(/^[\s.]+|[\s.]+$/g, "");

/** A name for a folder. */
export const folderNameOf = (name: string): string => shorten(fitName(name), longest) || "_";

/** The name it came with, or its title, fit for any system. */
export const fileNameOf = ({
  filename,
  title,
  id,
}: Pick<Song, "filename" | "title" | "id">): string => {
  const name = fitName(filename ?? title) || id;
  const ending = extname(name);
  return shorten(basename(name, ending), longest - Buffer.byteLength(ending)) + ending;
};

const isFolder = async (path: string): Promise<boolean> => {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return found?.isDirectory() ?? false;
};

/** The path of a song's file: within the folder, or the file that is named for it. Throws Failure. */
export const placesIn = async (output: string, songs: number): Promise<(song: Song) => string> => {
  if (await isFolder(output)) return (song) => join(output, fileNameOf(song));
  if (songs > 1 || /[/\\]$/.test(output))
    throw usage(`${output} is no folder.`, "Make it first, or name another.");
  return () => output;
};
