/** Conditional requests (RFC 9110, 13) for what has a strong entity tag and no date. */
import type { IncomingHttpHeaders } from "node:http";
import { Problem } from "../problem.ts";

/** `failed`: 412. Conditions on dates are ignored, as they must be where there is none (13.1.3, 13.1.4). */
export type Outcome = "send" | "not-modified" | "failed";

type Compare = (given: string, etag: string) => boolean;

const strong: Compare = (given, etag) => given === etag;
const weak: Compare = (given, etag) => given === etag || given === `W/${etag}`;

const names = (list: string, etag: string, same: Compare): boolean =>
  list === "*" || list.split(",").some((given) => same(given.trim(), etag));

/** In the order of 13.2.2. */
export const outcomeOf = (headers: IncomingHttpHeaders, etag: string): Outcome => {
  const { "if-match": wanted, "if-none-match": had } = headers;
  if (wanted !== undefined && !names(wanted, etag, strong)) return "failed";
  return had !== undefined && names(had, etag, weak) ? "not-modified" : "send";
};

/** Whether a part is wanted of what is there now (13.1.5). A date is never what we have. */
export const rangeHolds = ({ "if-range": condition }: IncomingHttpHeaders, etag: string): boolean =>
  condition === undefined || strong(String(condition).trim(), etag);

export const conditionFailed = (): Problem =>
  new Problem("condition-failed", { detail: "Ask for it without If-Match." });
