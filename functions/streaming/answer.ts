/** What HTTP has for every kind of request for a chunk (RFC 9110). */
import type { IncomingMessage, ServerResponse } from "node:http";
import { rangeBeyondEnd, rangeOf } from "../core/http/byte-range.ts";
import { conditionFailed, outcomeOf, rangeHolds } from "../core/http/conditions.ts";
import type { Head } from "../core/http/head.ts";
import { takesGzip } from "../core/http/encodings.ts";
import type { Answer, Form, ServedChunk } from "./forms.ts";

const part = (form: Form, range: string): Answer => {
  const { length } = form.bytes;
  const found = rangeOf(range, length);
  if (found === "none") throw rangeBeyondEnd(length);
  if (found === "all") return form.whole;
  const { start, end } = found;
  const place = `bytes ${start}-${end - 1}/${length}`;
  return {
    status: 206,
    head: [...form.head, "Content-Length", String(end - start), "Content-Range", place],
    body: form.bytes.subarray(start, end),
  };
};

/** For GET and HEAD. Throws Problem: condition-failed, range-beyond-end. */
export const answerTo = (
  { method, headers }: Pick<IncomingMessage, "method" | "headers">,
  { plain, gzipped }: ServedChunk,
): Answer => {
  const form = gzipped && takesGzip(headers["accept-encoding"]) ? gzipped : plain;
  const outcome = outcomeOf(headers, form.etag);
  if (outcome === "failed") throw conditionFailed();
  if (outcome === "not-modified") return form.unchanged;
  // A HEAD has no ranges (14.2), nor has what is gzipped: few could unpack a part of it.
  const ranged = method === "GET" && form === plain && rangeHolds(headers, form.etag);
  const range = ranged ? headers.range : undefined;
  return range === undefined ? form.whole : part(form, range);
};

/** `more`: what else the head says. */
export const send = (
  { method }: Pick<IncomingMessage, "method">,
  response: ServerResponse,
  { status, head, body }: Answer,
  more: Head,
): void => {
  // Copied only where it must be: Node does not change what it is given.
  response.writeHead(status, (more.length > 0 ? [...head, ...more] : head) as string[]);
  if (body === undefined || method === "HEAD") response.end();
  else response.end(body);
};
