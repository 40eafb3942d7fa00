/** `GET /songs/{id}/original`: the file as it was uploaded. */
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import type { Request, RequestHandler } from "express";
import { readParts } from "../core/ingest/parts.ts";
import { Problem } from "../core/problem.ts";
import { findSong } from "./library.ts";
import type { CrudDoors } from "./routes.ts";

type Range = { readonly start: number; readonly end: number };

/** One range of the request (RFC 9110, 14.2); all of it where there is none, more than one, or one of other bytes. */
const rangeOf = (request: Request, size: number, etag: string): Range | "all" | "none" => {
  if ((request.get("If-Range") ?? etag) !== etag) return "all";
  const ranges = request.range(size);
  if (ranges === -1) return "none";
  const [range] =
    Array.isArray(ranges) && ranges.type === "bytes" && ranges.length === 1 ? ranges : [];
  return range ? { start: range.start, end: range.end + 1 } : "all";
};

/** RFC 6266: a name for every browser. */
const disposition = (filename: string): string => {
  const plain = filename.replace(/[^\x20-\x7E]|["\\]/g, "_");
  const encoded = encodeURIComponent(filename).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
};

export const sendOriginal =
  (doors: CrudDoors): RequestHandler =>
  async (request, response) => {
    const song = await findSong(doors, String(request.params["id"]));
    const { original, tags } = song;
    if (!original.complete)
      throw new Problem("song-busy", { detail: "It is not complete. Wait until it is uploaded." });
    const { bytes: size, sha256 } = original;
    const etag = sha256 === undefined ? "" : `"${sha256}"`;
    const range = rangeOf(request, size, etag);
    response.set({
      "Accept-Ranges": "bytes",
      "Cache-Control": "private, no-cache",
      "Content-Type": original.contentType ?? "application/octet-stream",
      "Content-Disposition": disposition(original.filename ?? tags.title ?? song.id),
      ...(etag && { ETag: etag }),
    });
    if (etag && request.fresh) return void response.status(304).end();
    if (range === "none")
      return void response.status(416).set("Content-Range", `bytes */${size}`).end();

    const { start, end } = range === "all" ? { start: 0, end: size } : range;
    response.status(range === "all" ? 200 : 206).set("Content-Length", String(end - start));
    if (range !== "all") response.set("Content-Range", `bytes ${start}-${end - 1}/${size}`);
    if (request.method === "HEAD") return void response.end();
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
