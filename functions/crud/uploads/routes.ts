/** `/uploads`: tus 1.0, one handler for each method. */
import { Router } from "express";
import { discardUpload } from "../../core/ingest/discard.ts";
import { askForBody } from "../../core/http/body.ts";
import { onlyMethods } from "../../core/http/problems.ts";
import { deleteSong } from "../library.ts";
import type { CrudDoors } from "../routes.ts";
import { appendUpload } from "./append.ts";
import { createUpload } from "./create.ts";
import { findUpload } from "./find.ts";
import { extensions, overrideMethod, setProgress, speakTus, version } from "./protocol.ts";

export const uploadRoutes = (doors: CrudDoors): Router => {
  const { store, config, guards } = doors;
  const router = Router();

  router.options(["/uploads", "/uploads/:id"], (_request, response) => {
    response.status(204).set({
      "Tus-Version": version,
      "Tus-Extension": extensions,
      "Tus-Max-Size": String(config.largest),
      "Tus-Resumable": version,
    });
    response.end();
  });

  router.use("/uploads", overrideMethod, guards.mayWrite, speakTus);
  router.post("/uploads", askForBody, createUpload(doors));
  router.all("/uploads", onlyMethods("POST", "OPTIONS"));

  router.head("/uploads/:id", async (request, response) => {
    const song = await findUpload(store, request.params.id);
    const { expectedBytes, resumable } = song.original;
    setProgress(response, song);
    response.set("Upload-Length", String(expectedBytes));
    if (resumable?.metadata) response.set("Upload-Metadata", resumable.metadata);
    response.status(200).end();
  });

  router.patch("/uploads/:id", appendUpload(doors));

  router.delete("/uploads/:id", async (request, response) => {
    const { id } = await findUpload(store, request.params.id);
    // Its last byte may have come before this: then it is a song, and can be restored.
    if (!(await discardUpload(doors, id))) await deleteSong(doors, id);
    response.status(204).end();
  });
  router.all("/uploads/:id", onlyMethods("HEAD", "PATCH", "DELETE", "OPTIONS"));
  return router;
};
