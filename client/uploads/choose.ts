/** Choosing files or a folder to add. */
import type { Song } from "../../api-client/contract.ts";
import { outdated } from "../app/lazy.tsx";
import { pickFiles } from "../app/pick.ts";

const take = () => import("./take.ts");

/** `replaces`: the song that failed, in whose place they come. */
export const addFiles = async (files: readonly File[], replaces?: Song): Promise<void> => {
  try {
    (await take()).takeFiles(files, replaces);
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
