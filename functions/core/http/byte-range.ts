/** The Range of a request (RFC 9110, 14.1.2 and 14.2). */

import { Problem } from "../problem.ts";

/** Bytes from `start` up to, not with, `end`. */
export type ByteRange = { readonly start: number; readonly end: number };

const form = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i;

/**
 * `none`: not one byte of it is there (416). What is malformed, of another unit, or more than one range is ignored,
 * as it may be: all is sent.
 */
export const rangeOf = (header: string | undefined, size: number): ByteRange | "all" | "none" => {
  const [, first = "", last = ""] = form.exec(header ?? "") ?? [];
  if (first === "" && last === "") return "all";
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "none" : { start: size - length, end: size };
  }
  const start = Number(first);
  if (last !== "" && Number(last) < start) return "all";
  if (start >= size) return "none";
  return { start, end: last === "" ? size : Math.min(Number(last) + 1, size) };
};

export const rangeBeyondEnd = (size: number): Problem =>
  new Problem("range-beyond-end", {
    detail: `It has ${size} bytes.`,
    headers: { "Content-Range": `bytes */${size}` },
  });
