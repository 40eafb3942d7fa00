/** Files out of what was dropped or chosen, folders and all. */

import {
  coverRank,
  endingOf,
  isDiscName,
  isHiddenName,
  isMusicName,
} from "../../api-client/music-files.ts";

/** They are called audio, and have none. */
const notSound = new Set("m3u m3u8 pls mid midi kar".split(" "));

export const isMusic = ({ name, type }: Pick<File, "name" | "type">): boolean => {
  if (notSound.has(endingOf(name))) return false;
  return isMusicName(name) || type.startsWith("audio/");
};

/** A file and where it was among what was given. */
type Found = { readonly path: string; readonly file: File };

/** Or the name of what could not be read: a file, or a folder. */
type Walked = Found | { readonly unread: string };

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

const entriesOf = async (folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> => {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    // A reader gives a hundred at a time in Chromium, and none when it is through.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
};

/** What cannot be read keeps nothing else out. */
const walk = async (entry: FileSystemEntry): Promise<Walked[]> => {
  try {
    if (entry.isFile)
      return [{ path: entry.fullPath, file: await fileOf(entry as FileSystemFileEntry) }];
    const within = await entriesOf(entry as FileSystemDirectoryEntry);
    return (await Promise.all(within.map(walk))).flat();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return [{ unread: entry.name }];
  }
};

const inOrder = new Intl.Collator(undefined, { numeric: true });

export type Gathered = {
  /** In the order of their paths: 2 before 10. */
  readonly music: readonly File[];
  /** The pictures that lie beside music, by its files. */
  readonly covers: ReadonlyMap<File, File>;
  /** Names of what is neither. */
  readonly others: readonly string[];
  /** Names of what this device did not give. */
  readonly unread: readonly string[];
};

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

const rankOf = ({ file }: Found): number => coverRank(file.name) ?? Infinity;

/** By folders: the likeliest of the pictures there. */
const coversIn = (found: readonly Found[]): Map<string, File> => {
  const pictures = found.filter((one) => rankOf(one) < Infinity);
  const worstFirst = pictures.toSorted((one, other) => rankOf(other) - rankOf(one));
  return new Map(worstFirst.map(({ path, file }) => [folderOf(path), file]));
};

const coversOf = (found: readonly Found[]): Map<File, File> => {
  const byFolder = coversIn(found);
  const beside = (path: string): File | undefined => {
    const folder = folderOf(path);
    const above = isDiscName(folder.slice(folder.lastIndexOf("/") + 1)) ? folderOf(folder) : folder;
    return byFolder.get(folder) ?? byFolder.get(above);
  };
  return new Map(
    found.flatMap(({ path, file }) => {
      const cover = isMusic(file) ? beside(path) : undefined;
      return cover ? [[file, cover]] : [];
    }),
  );
};

const sorted = (walked: readonly Walked[]): Gathered => {
  const found = walked.filter((one) => "file" in one);
  const shown = found.filter(({ file }) => !isHiddenName(file.name));
  const files = shown
    .toSorted((one, other) => inOrder.compare(one.path, other.path))
    .map(({ file }) => file);
  const covers = coversOf(shown);
  const used = new Set(covers.values());
  return {
    music: files.filter(isMusic),
    covers,
    others: files.filter((file) => !isMusic(file) && !used.has(file)).map(({ name }) => name),
    unread: walked.flatMap((one) => ("unread" in one ? [one.unread] : [])),
  };
};

/** Of an input, also one for folders. */
export const gatherFiles = (files: Iterable<File>): Gathered =>
  sorted([...files].map((file) => ({ path: file.webkitRelativePath || file.name, file })));

export const gatherEntries = async (entries: readonly FileSystemEntry[]): Promise<Gathered> =>
  sorted((await Promise.all(entries.map(walk))).flat());

const named = (names: readonly string[]): string =>
  names.length === 1 ? `“${names[0]}”` : `“${names[0]}” and ${names.length - 1} more`;

type LeftOut = Pick<Gathered, "music" | "others" | "unread">;

/** What to say of files that were left out; undefined: nothing was. */
export const leftOut = ({ music, others, unread }: LeftOut): string | undefined => {
  if (music.length + others.length + unread.length === 0) return "There is no music in it.";
  const subject = unread.length === 1 ? "it" : "they";
  const texts = [
    unread.length > 0 && `Left out ${named(unread)}: ${subject} could not be read.`,
    others.length > 0 && `Left out ${named(others)}: not music.`,
  ].filter((text) => text !== false);
  return texts.length > 0 ? texts.join(" ") : undefined;
};
