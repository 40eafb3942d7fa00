/** Files out of what was dropped or chosen, folders and all. */

/** Formats that the server takes. What is in a file is for the server to judge; this spares it the pictures. */
const endings = new Set(
  "mp3 flac m4a m4b mp4 aac ogg oga opus wav wave w64 aif aiff aifc caf au snd ac3 wma mka webm wv tta".split(
    " ",
  ),
);

/** They are called audio, and have none. */
const notSound = new Set("m3u m3u8 pls mid midi kar".split(" "));

const endingOf = (name: string): string => name.slice(name.lastIndexOf(".") + 1).toLowerCase();

export const isMusic = ({ name, type }: Pick<File, "name" | "type">): boolean => {
  const ending = endingOf(name);
  if (notSound.has(ending)) return false;
  return endings.has(ending) || type.startsWith("audio/");
};

/** What systems leave in folders, such as .DS_Store, or ._01.mp3 beside 01.mp3. */
const isHidden = ({ name }: Pick<File, "name">): boolean => name.startsWith(".");

/** A file and where it was among what was given. */
type Found = { readonly path: string; readonly file: File };

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

const walk = async (entry: FileSystemEntry): Promise<Found[]> => {
  if (entry.isFile)
    return [{ path: entry.fullPath, file: await fileOf(entry as FileSystemFileEntry) }];
  const within = await entriesOf(entry as FileSystemDirectoryEntry);
  return (await Promise.all(within.map(walk))).flat();
};

const inOrder = new Intl.Collator(undefined, { numeric: true });

export type Gathered = {
  /** In the order of their paths: 2 before 10. */
  readonly music: readonly File[];
  /** Names of what is none. */
  readonly others: readonly string[];
};

const sorted = (found: readonly Found[]): Gathered => {
  const files = found
    .toSorted((one, other) => inOrder.compare(one.path, other.path))
    .map(({ file }) => file)
    .filter((file) => !isHidden(file));
  return {
    music: files.filter(isMusic),
    others: files.filter((file) => !isMusic(file)).map(({ name }) => name),
  };
};

/** Of an input, also one for folders. */
export const gatherFiles = (files: Iterable<File>): Gathered =>
  sorted([...files].map((file) => ({ path: file.webkitRelativePath || file.name, file })));

export const gatherEntries = async (entries: readonly FileSystemEntry[]): Promise<Gathered> =>
  sorted((await Promise.all(entries.map(walk))).flat());

/** What to say of files that were left out; undefined: nothing was. */
export const leftOut = ({ music, others }: Gathered): string | undefined => {
  const [first] = others;
  if (first === undefined) return music.length > 0 ? undefined : "There is no music in it.";
  const which = others.length === 1 ? `“${first}”` : `“${first}” and ${others.length - 1} more`;
  return `Left out ${which}: not music.`;
};
