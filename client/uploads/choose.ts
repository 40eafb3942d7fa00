/** Choosing files or a folder to add. */
import { outdated } from "../app/lazy.tsx";
import { pickFiles } from "../app/pick.ts";

const take = () => import("./take.ts");

export const addFiles = async (files: readonly File[]): Promise<void> => {
  try {
    (await take()).takeFiles(files);
  } catch {
    outdated();
  }
};

/** Of what is to be added. */
export const pick: typeof pickFiles = (kind, onFiles) => {
  pickFiles(kind, onFiles);
  // By the time that something is chosen, it is here.
  take().catch(() => {});
};

export const chooseFiles = (): void => pick({ multiple: true }, (files) => void addFiles(files));

export const chooseFolder = (): void =>
  pick({ webkitdirectory: true }, (files) => void addFiles(files));
