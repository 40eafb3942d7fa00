/** A file as a source: read piece by piece, and watched while it is. */
import type { PathLike } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { Readable } from "node:stream";
import type { PartReader, Rereadable } from "./source.ts";

/** It is not what it was when the upload of it began. */
export class FileChanged extends Error {
  override readonly name = "FileChanged";
}

export type SongFile = Rereadable & {
  readonly part: PartReader;
  readonly name: string;
  readonly size: number;
};

/** Bytes read at a time. */
const pieceLength = 256 * 1024;

type Known = { readonly path: PathLike; readonly size: number; readonly changedAt: number };

async function* readPieces({ path, size, changedAt }: Known, start: number, end: number) {
  const isSame = async (file: FileHandle): Promise<boolean> => {
    const now = await file.stat();
    return now.size === size && now.mtimeMs === changedAt;
  };
  const file = await open(path);
  try {
    for (let offset = start; offset < end;) {
      const length = Math.min(pieceLength, end - offset);
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, offset);
      offset += bytesRead;
      // Before the last piece goes: without it, nothing has been uploaded.
      const isLast = offset === end || bytesRead === 0;
      if (isLast && (bytesRead === 0 || !(await isSame(file))))
        throw new FileChanged(`${String(path)} has changed while it was read.`);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

const partsOf =
  (known: Known): PartReader =>
  (start, end, onFault) => {
    const stream = Readable.from(readPieces(known, start, end)).on("error", onFault);
    const body = Object.assign(stream, { size: end - start });
    return { body, end: () => void body.destroy() };
  };

/** Rejects as the file system does. */
export const openFile = async (path: PathLike): Promise<SongFile> => {
  const { size, mtimeMs } = await stat(path);
  const name = basename(path instanceof URL ? fileURLToPath(path) : String(path));
  const known = { path, size, changedAt: mtimeMs };
  return { name, size, stream: () => readPieces(known, 0, size), part: partsOf(known) };
};
