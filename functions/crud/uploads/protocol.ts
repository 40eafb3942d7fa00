/** tus 1.0.0, as far as every request has to do with it: https://tus.io/protocols/resumable-upload */
import type { RequestHandler, Response } from "express";
import { Problem } from "../../core/problem.ts";
import type { Song } from "../../core/song/song.ts";
import { unkept } from "../routes.ts";

export const version = "1.0.0";
export const extensions = "creation,creation-with-upload,termination,expiration";

/** Answers in tus, and only to those who speak the same version of it. */
export const speakTus: RequestHandler = (request, response, next) => {
  if (request.method === "OPTIONS") return next();
  response.set("Tus-Resumable", version);
  if (request.get("Tus-Resumable") !== version)
    throw new Problem("tus-version", {
      detail: `Send "Tus-Resumable: ${version}".`,
      headers: { "Tus-Version": version },
    });
  next();
};

/** For clients whose network lets none but GET and POST through. */
export const overrideMethod: RequestHandler = (request, _response, next) => {
  const method = request.get("X-HTTP-Method-Override")?.toUpperCase();
  if (request.method === "POST" && method !== undefined) Object.assign(request, { method });
  next();
};

/** Where an upload is, and until when it can go on. */
export const setProgress = (response: Response, { original, expiresAt }: Song): void => {
  response.set({ ...unkept, "Upload-Offset": String(original.bytes) });
  if (!original.complete && expiresAt !== undefined)
    response.set("Upload-Expires", new Date(expiresAt).toUTCString());
};
