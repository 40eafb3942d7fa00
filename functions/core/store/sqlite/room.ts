import { statfsSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Bytes of the disk that no upload gets: twice what SQLite logs before it starts its log anew. So what is small can
 * still be written when the disk is full: that a song is deleted, or why it failed.
 */
const reserve = 32 * 1024 * 1024;
/** https://sqlite.org/rescode.html */
const full = 13;

/** Of the disk that the file is on. */
export const freeBytes = (path: string): number => {
  const { bavail, bsize } = statfsSync(dirname(path));
  return bavail * bsize;
};

/** Throws as SQLite does when the disk is full. */
export const checkRoom = (path: string, bytes: number): void => {
  if (freeBytes(path) < bytes + reserve)
    throw Object.assign(new Error("The last of the disk is kept free."), { errcode: full });
};
