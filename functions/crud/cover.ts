/** `PUT` and `DELETE /songs/{id}/cover`. */
import express, { type RequestHandler, Router } from "express";
import { coverPath, storeCover } from "../core/cover/store-cover.ts";
import { askForBody } from "../core/http/body.ts";
import { onlyMethods } from "../core/http/problems.ts";
import { changeTopic } from "../core/ingest/bell.ts";
import { purgeChunks } from "../core/ingest/purge.ts";
import { Problem } from "../core/problem.ts";
import type { Cover, Song, SongId } from "../core/song/song.ts";
import { changeCover } from "../core/store/change-cover.ts";
import { findSong } from "./library.ts";
import { type CrudDoors, unkept } from "./routes.ts";

const acceptable = ["image/*", "application/octet-stream"];

/** What nothing shows any more. The file's own cover stays: people may want it back. */
const dropOld = async ({ store }: CrudDoors, before: Song, after: Song): Promise<void> => {
  const old = before.givenCover?.hash;
  if (old === undefined || old === after.cover?.hash || old === after.fileCover?.hash) return;
  await purgeChunks(store.chunks, before.id, coverPath(old));
};

const setCover = async (
  doors: CrudDoors,
  id: SongId,
  givenCover: Cover | null,
  growth: number,
): Promise<Song> => {
  let before: Song | undefined;
  const edit = (song: Song) => {
    before = song;
    return { givenCover, revision: song.revision + 1 };
  };
  const after = await changeCover(doors.store.songs, id, edit, growth, { deleted: false });
  if (!after || !before) return findSong(doors, id);
  await dropOld(doors, before, after);
  doors.bell.ring(changeTopic);
  return after;
};

const putCover =
  (doors: CrudDoors): RequestHandler =>
  async (request, response) => {
    const picture: unknown = request.body;
    if (!Buffer.isBuffer(picture) || picture.length === 0)
      throw new Problem("unsupported-type", {
        detail: `Send the picture's bytes with "Content-Type: image/jpeg", or another image type.`,
      });
    const { store, config, onWire } = doors;
    const { id } = await findSong(doors, String(request.params["id"]));
    const { cover, growth } = await storeCover(store.chunks, id, picture, config.limits);
    response.set(unkept).json(onWire(await setCover(doors, id, cover, growth)));
  };

export const coverRoutes = (doors: CrudDoors): Router => {
  const { config, guards, onWire } = doors;
  const router = Router();
  const body = express.raw({ type: acceptable, limit: config.limits.coverBytes });
  router.put("/songs/:id/cover", guards.mayWrite, askForBody, body, putCover(doors));
  router.delete("/songs/:id/cover", guards.mayWrite, async (request, response) => {
    const { id } = await findSong(doors, String(request.params["id"]));
    response.set(unkept).json(onWire(await setCover(doors, id, null, 0)));
  });
  router.all("/songs/:id/cover", onlyMethods("PUT", "DELETE"));
  return router;
};
