/** Segue's API for Node: the same, and files by their path. */
import type { Song } from "./contract.ts";
import { openFile } from "./file.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { type InsertOptions, SegueClient as AnyClient, type Source } from "./segue-client.ts";

export * from "./segue-client.ts";
export { createShares, type Shares } from "./shares.ts";
export { FileChanged, openFile, type SongFile } from "./file.ts";

/** A file's path; or its URL, as of `import.meta.resolve`. */
export type Path = string | URL;

export class SegueClient extends AnyClient {
  /**
   * As everywhere, and of a file by its path: a large one goes on where an upload of it broke off, be it of another
   * program. Rejects as the file system does, or with FileChanged.
   */
  override async insert(source: Source | Path, options: InsertOptions = {}): Promise<Song> {
    if (typeof source !== "string" && !(source instanceof URL))
      return super.insert(source, options);
    const fingerprint = options.key === undefined ? await fingerprintOf(source) : undefined;
    return super.insert(await openFile(source), {
      ...(fingerprint !== undefined && { fingerprint }),
      ...options,
    });
  }
}
