/** A file as a source: read piece by piece, and watched while it is. */
import type { PathLike } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { Rereadable } from "./source.ts";

/** It is not what it was when the upload of it began. */
export class FileChanged extends Error {
  override readonly name = "FileChanged";
}

export type SongFile = Rereadable & {
  readonly name: string;
  readonly size: number;
};

/** Bytes read at a time. */
const pieceLength = 256 * 1024;

async function* readPieces(path: PathLike, size: number, changedAt: number) {
  const isSame = async (file: FileHandle): Promise<boolean> => {
    const now = await file.stat();
    return now.size === size && now.mtimeMs === changedAt;
  };
  const file = await open(path);
  try {
    for (let offset = 0; offset < size;) {
      const length = Math.min(pieceLength, size - offset);
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, offset);
      offset += bytesRead;
      // Before the last piece goes: without it, nothing has been uploaded.
      const isLast = offset === size || bytesRead === 0;
      if (isLast && (bytesRead === 0 || !(await isSame(file))))
        throw new FileChanged(`${String(path)} has changed while it was read.`);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** Rejects as the file system does. */
export const openFile = async (path: PathLike): Promise<SongFile> => {
  const { size, mtimeMs } = await stat(path);
  const name = basename(path instanceof URL ? fileURLToPath(path) : String(path));
  return { name, size, stream: () => readPieces(path, size, mtimeMs) };
};
