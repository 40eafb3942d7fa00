/** Choosing files or a folder to add. */
import { outdated } from "../app/lazy.tsx";

const take = () => import("./take.ts");

export const addFiles = async (files: readonly File[]): Promise<void> => {
  try {
    (await take()).takeFiles(files);
  } catch {
    outdated();
  }
};

type Kind = { readonly multiple?: boolean; readonly webkitdirectory?: boolean };

/** Of a browser's own dialog: nothing happens where it is closed without a choice. */
export const pick = (kind: Kind, onFiles: (files: readonly File[]) => void): void => {
  const input = Object.assign(document.createElement("input"), { type: "file", ...kind });
  input.addEventListener("change", () => onFiles([...(input.files ?? [])]));
  input.click();
  // By the time that something is chosen, it is here.
  take().catch(() => {});
};

export const chooseFiles = (): void => pick({ multiple: true }, (files) => void addFiles(files));

export const chooseFolder = (): void =>
  pick({ webkitdirectory: true }, (files) => void addFiles(files));
