/** Cursors of lists: opaque to whoever gets one, and good for the order they were made for only. */
import { z } from "zod";
import { Problem } from "../core/problem.ts";
import { isRankedKey } from "../core/store/ranked.ts";
import type { PagePosition } from "../core/store/store.ts";

const Cursor = z.tuple([z.string(), z.union([z.string(), z.number()]), z.string()]);

/** The order of what matches best; those of artists and albums that were searched for end in a question mark. */
const ranked = "relevance";

export const encodeCursor = (order: string, { key, id }: PagePosition): string =>
  Buffer.from(JSON.stringify([order, key, id])).toString("base64url");

const isKeyOf = (order: string, key: PagePosition["key"]): boolean => {
  if (order === ranked || order.endsWith("?")) return isRankedKey(key);
  return (typeof key === "number") === order.startsWith("added");
};

/** Throws Problem: invalid-request. */
export const decodeCursor = (order: string, cursor: string): PagePosition => {
  const fault = new Problem("invalid-request", {
    detail: "This cursor is not from a page of this list, in this order. Start again without it.",
    errors: [{ field: "cursor", message: "unknown" }],
  });
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    throw fault;
  }
  const found = Cursor.safeParse(value);
  if (!found.success || found.data[0] !== order || !isKeyOf(order, found.data[1])) throw fault;
  const [, key, id] = found.data;
  return { key, id };
};

/** The Link of a page that is not the last (RFC 8288): the same query with another cursor. */
export const nextLink = (query: object, cursor: string): string =>
  `<?${new URLSearchParams({ ...query, cursor }).toString()}>; rel="next"`;
