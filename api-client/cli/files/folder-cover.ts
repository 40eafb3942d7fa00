/** The picture that lies beside music, as programs that cut up CDs leave it. */
import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { coverRank, isDiscName } from "../../music-files.ts";

const bestIn = async (folder: string): Promise<string | undefined> => {
  const names = (await readdir(folder)).filter((name) => coverRank(name) !== undefined);
  const [best] = names.toSorted((one, other) => (coverRank(one) ?? 0) - (coverRank(other) ?? 0));
  return best === undefined ? undefined : join(folder, best);
};

const find = async (folder: string): Promise<string | undefined> => {
  const above = isDiscName(basename(folder)) ? dirname(folder) : undefined;
  return (await bestIn(folder)) ?? (above === undefined ? undefined : bestIn(above));
};

/** By a file's path; each folder is looked at once. Undefined where there is none. Rejects as the file system does. */
export const createFolderCovers = () => {
  const known = new Map<string, Promise<string | undefined>>();
  return (file: string | Buffer): Promise<string | undefined> => {
    const folder = dirname(String(file));
    const found = known.get(folder) ?? find(folder);
    known.set(folder, found);
    return found;
  };
};
