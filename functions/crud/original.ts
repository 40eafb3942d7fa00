/** `GET /songs/{id}/original`: the file as it was uploaded. */
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import type { Request, RequestHandler } from "express";
import { rangeBeyondEnd, rangeOf } from "../core/http/byte-range.ts";
import { conditionFailed, outcomeOf, rangeHolds } from "../core/http/conditions.ts";
import { readParts } from "../core/ingest/parts.ts";
import { Problem } from "../core/problem.ts";
import { findSong, originalGone } from "./library.ts";
import type { CrudDoors } from "./routes.ts";

/** RFC 6266: a name for every browser. */
const disposition = (filename: string): string => {
  const plain = filename.replace(/[^\x20-\x7E]|["\\]/g, "_");
  const encoded = encodeURIComponent(filename).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
};

/** Throws Problem: range-beyond-end. */
const wantedRange = ({ method, headers }: Request, size: number, etag = "") => {
  if (method !== "GET" || !rangeHolds(headers, etag)) return "all";
  const range = rangeOf(headers.range, size);
  if (range === "none") throw rangeBeyondEnd(size);
  return range;
};

export const sendOriginal =
  (doors: CrudDoors): RequestHandler =>
  async (request, response) => {
    const song = await findSong(doors, String(request.params["id"]));
    const { original, tags } = song;
    if (!original.complete)
      throw new Problem("song-busy", { detail: "It is not complete. Wait until it is uploaded." });
    if (original.gone) throw originalGone();
    const { bytes: size, sha256 } = original;
    const etag = sha256 === undefined ? undefined : `"${sha256}"`;
    const outcome = etag === undefined ? "send" : outcomeOf(request.headers, etag);
    if (outcome === "failed") throw conditionFailed();
    const range = outcome === "not-modified" ? "all" : wantedRange(request, size, etag);
    response.set({
      "Accept-Ranges": "bytes",
      "Cache-Control": "private, no-cache",
      "Content-Type": original.contentType ?? "application/octet-stream",
      "Content-Disposition": disposition(original.filename ?? tags.title ?? song.id),
      ...(etag !== undefined && { ETag: etag }),
    });
    if (outcome === "not-modified") return void response.status(304).end();
    const { start, end } = range === "all" ? { start: 0, end: size } : range;
    response.status(range === "all" ? 200 : 206).set("Content-Length", String(end - start));
    if (range !== "all") response.set("Content-Range", `bytes ${start}-${end - 1}/${size}`);
    if (request.method === "HEAD") return void response.end();
    // Who takes nothing of it for long holds a part of it in memory. Node takes the time back after the answer.
    response.socket?.setTimeout(doors.config.crowd.unreadFor);
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const parts = readParts({ ...doors, signal: gone.signal }, song.id);
    await parts.look();
    await pipeline(Readable.from(parts.range(start, end), { objectMode: false }), response).catch(
      (error: unknown) => {
        if (!gone.signal.aborted) throw error;
      },
    );
  };
