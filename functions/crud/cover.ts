/** `PUT` and `DELETE /songs/{id}/cover`. */
import { CoverQuery } from "../../api-client/contract.ts";
import express, { type RequestHandler, Router } from "express";
import { coverPath, storeCover } from "../core/cover/store-cover.ts";
import { askForBody, inTime } from "../core/http/body.ts";
import { onlyMethods } from "../core/http/problems.ts";
import { changeTopic } from "../core/ingest/bell.ts";
import { purgeChunks } from "../core/ingest/purge.ts";
import { Problem } from "../core/problem.ts";
import type { Cover, Song, SongId } from "../core/song/song.ts";
import { changeCover } from "../core/store/change-cover.ts";
import { findSong } from "./library.ts";
import { parse } from "./parse.ts";
import { type CrudDoors, unkept } from "./routes.ts";

const acceptable = ["image/*", "application/octet-stream"];

const hashesOf = ({ givenCover, fileCover, folderCover }: Song): Set<string> =>
  new Set([givenCover, fileCover, folderCover].flatMap((cover) => (cover ? [cover.hash] : [])));

/** What nothing can show any more. The file's own cover stays: people may want it back. */
const dropOld = async ({ store }: CrudDoors, before: Song, after: Song): Promise<void> => {
  for (const hash of hashesOf(before).difference(hashesOf(after)))
    await purgeChunks(store.chunks, before.id, coverPath(hash));
};

type CoverEdit = Partial<Pick<Song, "folderCover" | "givenCover" | "revision">>;

const setCover = async (
  doors: CrudDoors,
  id: SongId,
  editOf: (song: Song) => CoverEdit,
  growth: number,
): Promise<Song> => {
  let before: Song | undefined;
  const edit = (song: Song) => {
    before = song;
    return editOf(song);
  };
  const after = await changeCover(doors.store.songs, id, edit, growth, { deleted: false });
  if (!after || !before) return findSong(doors, id);
  await dropOld(doors, before, after);
  doors.bell.ring(changeTopic);
  return after;
};

const giveCover =
  (givenCover: Cover | null) =>
  ({ revision }: Song): CoverEdit => ({ givenCover, revision: revision + 1 });

const putCover =
  (doors: CrudDoors): RequestHandler =>
  async (request, response) => {
    const picture: unknown = request.body;
    if (!Buffer.isBuffer(picture) || picture.length === 0)
      throw new Problem("unsupported-type", {
        detail: `Send the picture's bytes with "Content-Type: image/jpeg", or another image type.`,
      });
    const { store, config, onWire } = doors;
    const { from } = parse(CoverQuery, request.query);
    const { id } = await findSong(doors, String(request.params["id"]));
    const { cover, growth } = await storeCover(store.chunks, id, picture, config.limits);
    const edit = from === "folder" ? () => ({ folderCover: cover }) : giveCover(cover);
    response.set(unkept).json(onWire(await setCover(doors, id, edit, growth)));
  };

export const coverRoutes = (doors: CrudDoors): Router => {
  const { config, guards, onWire } = doors;
  const router = Router();
  const body = inTime(express.raw({ type: acceptable, limit: config.limits.coverBytes }));
  router.put("/songs/:id/cover", guards.mayWrite, askForBody, body, putCover(doors));
  router.delete("/songs/:id/cover", guards.mayWrite, async (request, response) => {
    const { id } = await findSong(doors, String(request.params["id"]));
    response.set(unkept).json(onWire(await setCover(doors, id, giveCover(null), 0)));
  });
  router.all("/songs/:id/cover", onlyMethods("PUT", "DELETE"));
  return router;
};
