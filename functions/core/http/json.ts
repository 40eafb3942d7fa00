/** JSON as it is sent: gzipped where that saves a packet. */
import { promisify } from "node:util";
import { gzip as gzipCallback } from "node:zlib";
import type { Response } from "express";
import { takesGzip } from "./encodings.ts";

const gzip = promisify(gzipCallback);

/** Bytes: with its head, such an answer travels as one packet anyway. */
const worthwhile = 1_000;

export const sendJson = async (response: Response, value: unknown): Promise<void> => {
  const bytes = Buffer.from(JSON.stringify(value));
  response.vary("Accept-Encoding").type("json");
  if (bytes.length < worthwhile || !takesGzip(response.req.get("Accept-Encoding"))) {
    response.send(bytes);
    return;
  }
  const zipped = await gzip(bytes);
  response.set("Content-Encoding", "gzip").send(zipped);
};
