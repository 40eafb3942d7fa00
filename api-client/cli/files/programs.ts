/** Programs on PATH. */
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";

const isThere = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** The path of the first of these that there is. */
export const findProgram = async (names: readonly string[]): Promise<string | undefined> => {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter(Boolean);
  for (const name of names)
    for (const folder of folders) {
      const path = join(folder, name);
      if (await isThere(path)) return path;
    }
  return undefined;
};
