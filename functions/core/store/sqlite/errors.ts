import { StoreAway, StoreFull } from "../errors.ts";

/** https://sqlite.org/rescode.html */
const full = 13;
const busy = 5;
const locked = 6;
const readOnly = 8;
const ioError = 10;
const cannotOpen = 14;

const away = new Set([busy, locked, readOnly, ioError, cannotOpen]);

/** SQLite's error in the store's words; any other as it is. */
export const translateSqliteError = (error: unknown): unknown => {
  const code = (error as { errcode?: number } | undefined)?.errcode;
  if (code === undefined) return error;
  // The low byte is the kind of error, the others say more of it.
  const kind = code & 0xff;
  if (kind === full) return new StoreFull("The disk of the library is full.", { cause: error });
  if (away.has(kind)) return new StoreAway("The library's file does not answer.", { cause: error });
  return error;
};
