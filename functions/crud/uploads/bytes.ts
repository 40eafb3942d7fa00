import type { Request } from "express";
import { Problem } from "../../core/problem.ts";
import { atMost, bodyOf } from "../body.ts";

const type = "application/offset+octet-stream";

export const isTyped = (request: Request): boolean =>
  request.get("Content-Type")?.split(";")[0]?.trim().toLowerCase() === type;

export const untyped = (): Problem =>
  new Problem("unsupported-type", { detail: `Send the bytes with "Content-Type: ${type}".` });

/** The bytes of an upload in a request, no more than are missing of it. A body of another type is no upload's. */
export const bytesOf = (request: Request, missing: number): AsyncGenerator<Uint8Array> =>
  isTyped(request)
    ? atMost(
        missing,
        bodyOf(request),
        new Problem("body-too-large", {
          detail: "There is more of it than its Upload-Length says. Start a new upload.",
        }),
      )
    : atMost(0, bodyOf(request), untyped());
