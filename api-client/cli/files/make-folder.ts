import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

const isFolder = async (path: string): Promise<boolean> => {
  const found = await stat(path).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  });
  return found?.isDirectory() ?? false;
};

const makeOne = async (path: string): Promise<void> => {
  try {
    await mkdir(path);
  } catch (error) {
    // Somebody else was faster, or it was there, whatever the file system has against another.
    if (!(await isFolder(path))) throw error;
  }
};

/**
 * Makes the folder and those above it. Rejects as the file system does. Node's own recursive mkdir never settles where
 * that says of a new folder that it is not there, as /proc does.
 */
export const makeFolder = async (path: string): Promise<void> => {
  if (await isFolder(path)) return;
  const above = dirname(path);
  if (above !== path) await makeFolder(above);
  await makeOne(path);
};
