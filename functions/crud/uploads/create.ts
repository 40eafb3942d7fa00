/** tus creation, with the first bytes or without. */
import type { Request, RequestHandler } from "express";
import { Problem } from "../../core/problem.ts";
import { discardUpload } from "../../core/ingest/discard.ts";
import { receiveFirst } from "../../core/ingest/resume.ts";
import type { UploadStart } from "../../core/ingest/uploads.ts";
import { newId } from "../../core/song/ids.ts";
import type { CrudDoors } from "../routes.ts";
import { audioType, tooLarge } from "../body.ts";
import { bytesOf } from "./bytes.ts";
import { metadataIn } from "./metadata.ts";
import { findUpload } from "./find.ts";
import { setProgress } from "./protocol.ts";

const lengthIn = (request: Request, largest: number): number => {
  const text = request.get("Upload-Length");
  if (text === undefined || !/^\d{1,15}$/.test(text))
    throw new Problem("invalid-request", {
      detail: "Say how long the file is: Upload-Length, in bytes.",
      errors: [{ field: "Upload-Length", message: "missing, or no number" }],
    });
  const length = Number(text);
  if (length === 0)
    throw new Problem("empty-upload", { detail: "Send the bytes of an audio file." });
  if (length > largest) throw tooLarge(largest);
  return length;
};

const startOf = (
  request: Request,
  largest: number,
): UploadStart & { readonly expectedBytes: number } => {
  const metadata = request.get("Upload-Metadata") ?? "";
  const { filename, filetype, fingerprint, ...givenTags } = metadataIn(metadata);
  const expectedBytes = lengthIn(request, largest);
  if (fingerprint !== undefined && Number(fingerprint.split("-")[0]) !== expectedBytes)
    throw new Problem("invalid-request", {
      detail: "The fingerprint is of a file of another length than Upload-Length.",
      errors: [{ field: "fingerprint", message: "another length" }],
    });
  // A browser's guess by the file's name: what the file is, its bytes say.
  const contentType = filetype === undefined ? undefined : audioType(filetype);
  return {
    id: newId(),
    givenTags,
    expectedBytes,
    resumable: { metadata },
    ...(filename !== undefined && { filename }),
    ...(contentType !== undefined && { contentType }),
    ...(fingerprint !== undefined && { fingerprint }),
  };
};

/** Relative, so that it holds under any gateway's prefix (RFC 9110, 10.2.2). */
const locationFrom = ({ path }: Request, id: string): string =>
  path.endsWith("/") ? id : `uploads/${id}`;

export const createUpload =
  (doors: CrudDoors): RequestHandler =>
  async (request, response) => {
    const start = startOf(request, doors.config.largest);
    await doors.room.check(start.expectedBytes);
    try {
      await receiveFirst(doors, start, bytesOf(request, start.expectedBytes));
    } catch (error) {
      // Nobody knows its address; but by its fingerprint it can be found.
      if (!request.destroyed || start.fingerprint === undefined)
        await discardUpload(doors, start.id);
      throw error;
    }
    setProgress(response, await findUpload(doors.store, start.id));
    response.status(201).set("Location", locationFrom(request, start.id)).end();
  };
