/** The music in files and folders. */
import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { sep } from "node:path";
import { isHiddenName, isMusicName } from "../../music-files.ts";
import { Failure } from "../failure.ts";

export type MusicFile = {
  /** Bytes where its name is no UTF-8. */
  readonly path: string | Buffer;
  /** The path for people. */
  readonly name: string;
  readonly size: number;
};

export type Walked = {
  /** In the order of the arguments, within a folder in the order of names: 2 before 10. */
  readonly files: readonly MusicFile[];
  /** What could not be looked at. */
  readonly failures: readonly { readonly name: string; readonly error: unknown }[];
  /** Files that are no music by their names. */
  readonly others: number;
};

const inOrder = new Intl.Collator(undefined, { numeric: true });

const byName = (one: Dirent<Buffer>, other: Dirent<Buffer>): number =>
  inOrder.compare(String(one.name), String(other.name));

const pathOf = (bytes: Buffer): string | Buffer => {
  const text = String(bytes);
  return Buffer.from(text).equals(bytes) ? text : bytes;
};

const here = Buffer.from(".");

const join = (folder: Buffer, name: Buffer): Buffer => {
  if (folder.equals(here)) return name;
  const isRoot = folder.at(-1) === sep.charCodeAt(0);
  return Buffer.concat([folder, Buffer.from(isRoot ? "" : sep), name]);
};

/** Links are followed; what was met already, by whichever way, is left out. */
export const findMusic = async (paths: readonly string[], signal: AbortSignal): Promise<Walked> => {
  const files: MusicFile[] = [];
  const failures: { name: string; error: unknown }[] = [];
  const met = new Set<string>();
  let others = 0;

  const enter = async (folder: Buffer): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true, encoding: "buffer" });
    for (const entry of entries.toSorted(byName)) {
      const name = String(entry.name);
      if (isHiddenName(name)) continue;
      if (entry.isFile() && !isMusicName(name)) others++;
      else await visit(join(folder, entry.name), isMusicName(name) ? "music" : "folder");
    }
  };

  const look = async (path: Buffer, wanted: "any" | "music" | "folder"): Promise<void> => {
    const found = await stat(path, { bigint: true });
    const isFolder = found.isDirectory();
    if (!isFolder && (wanted === "folder" || !found.isFile())) {
      if (wanted === "any") throw new Failure("It is neither a file nor a folder.");
      others++;
      return;
    }
    const identity = `${found.dev}:${found.ino}`;
    if (met.has(identity)) return;
    met.add(identity);
    if (isFolder) await enter(path);
    else files.push({ path: pathOf(path), name: String(path), size: Number(found.size) });
  };

  const visit: typeof look = async (path, wanted) => {
    signal.throwIfAborted();
    try {
      await look(path, wanted);
    } catch (error) {
      signal.throwIfAborted();
      failures.push({ name: String(path), error });
    }
  };

  for (const path of paths) await visit(Buffer.from(path), "any");
  return { files, failures, others };
};
