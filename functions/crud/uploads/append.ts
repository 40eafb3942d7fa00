/** tus PATCH: the next bytes, from where the upload has come to. */
import type { Request, RequestHandler } from "express";
import { discardUpload } from "../../core/ingest/discard.ts";
import { receiveMore } from "../../core/ingest/resume.ts";
import { Problem, problemOf } from "../../core/problem.ts";
import type { Song } from "../../core/song/song.ts";
import { lengthOf } from "../body.ts";
import type { CrudDoors } from "../routes.ts";
import { bytesOf, isTyped, untyped } from "./bytes.ts";
import { findUpload } from "./find.ts";
import { setProgress } from "./protocol.ts";

const offsetIn = (request: Request): number => {
  const text = request.get("Upload-Offset");
  if (text === undefined || !/^\d{1,15}$/.test(text))
    throw new Problem("invalid-request", {
      detail: "Say from where on: Upload-Offset, in bytes.",
      errors: [{ field: "Upload-Offset", message: "missing, or no number" }],
    });
  return Number(text);
};

/** Throws Problem: upload-elsewhere, body-too-large, or the reason for which the song has failed. */
const checkPlace = ({ original, state, reason }: Song, request: Request): void => {
  if (state === "failed" && !original.complete && reason) throw problemOf(reason);
  if (offsetIn(request) !== original.bytes)
    throw new Problem("upload-elsewhere", {
      detail: `It has come to byte ${original.bytes}. Ask by HEAD, and go on from there.`,
      headers: { "Upload-Offset": String(original.bytes) },
    });
  const missing = (original.expectedBytes ?? 0) - original.bytes;
  if ((lengthOf(request) ?? 0) > missing)
    throw new Problem("body-too-large", { detail: `No more than ${missing} bytes are missing.` });
};

export const appendUpload =
  (doors: CrudDoors): RequestHandler =>
  async (request, response) => {
    if (!isTyped(request)) throw untyped();
    const id = String(request.params["id"]);
    const song = await findUpload(doors.store, id);
    checkPlace(song, request);
    if (/^100-continue$/i.test(request.get("Expect") ?? "")) response.writeContinue();
    const { bytes: offset, expectedBytes = 0 } = song.original;
    try {
      await receiveMore(doors, song, offset, bytesOf(request, expectedBytes - offset));
    } catch (error) {
      if (error instanceof Problem && error.slug === "not-audio") await discardUpload(doors, id);
      throw error;
    }
    setProgress(response, await findUpload(doors.store, id));
    response.status(204).end();
  };
