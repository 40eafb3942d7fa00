/** Lists of songs, and one song: to read, edit, delete, restore, prepare again. */
import express, { Router } from "express";
import { IdempotencyKey, ListQuery, SongChange } from "../../api-client/contract.ts";
import { askForBody, inTime } from "../core/http/body.ts";
import { sendJson } from "../core/http/json.ts";
import { onlyMethods } from "../core/http/problems.ts";
import { Problem } from "../core/problem.ts";
import { filterKey, queryTerms } from "../core/song/search.ts";
import { restorableFor } from "../core/song/tombstone.ts";
import type { SongFilter } from "../core/store/store.ts";
import { nextLink } from "./cursor.ts";
import { createCounts } from "./counts.ts";
import { findPage } from "./find.ts";
import { deleteSong, editSong, encodeAgain, findSong, restoreSong } from "./library.ts";
import { sendOriginal } from "./original.ts";
import { parse } from "./parse.ts";
import { type CrudDoors, unkept } from "./routes.ts";
import { takeUpload } from "./upload.ts";
import { inList } from "./wire.ts";

const largestChange = "512kb";
const changeTypes = ["application/merge-patch+json", "application/json"];

const filterOf = ({
  q,
  artist,
  album,
  albumId,
  genre,
  state,
  fingerprint,
  deleted,
}: ListQuery): SongFilter => ({
  ...(q !== undefined && { terms: queryTerms(q) }),
  ...(artist !== undefined && { artist: filterKey(artist) }),
  ...(album !== undefined && { album: filterKey(album) }),
  ...(genre !== undefined && { genre: filterKey(genre) }),
  ...(albumId !== undefined && { albumId }),
  ...(state !== undefined && { state }),
  ...(fingerprint !== undefined && { fingerprint }),
  ...(deleted && { deletedAfter: Date.now() - restorableFor }),
});

/** `"3"` of If-Match; undefined where any revision will do. */
const revisionIn = (ifMatch: string | undefined): number | undefined => {
  if (ifMatch === undefined || ifMatch.trim() === "*") return undefined;
  const revision = /^\s*"(\d+)"\s*$/.exec(ifMatch)?.[1];
  if (revision === undefined)
    throw new Problem("invalid-request", {
      detail: 'Send the revision in quotation marks, as in If-Match: "3".',
      errors: [{ field: "If-Match", message: "not a revision" }],
    });
  return Number(revision);
};

/** A search for words that has none finds nothing, not everything. */
const findsNothing = ({ terms }: SongFilter): boolean => terms?.length === 0;

export const songRoutes = (doors: CrudDoors): Router => {
  const { store, guards, startData, onWire } = doors;
  const router = Router();
  const countOf = createCounts(store);
  const guarded = guards.mayWrite;

  router.get("/songs", async (request, response) => {
    const query = parse(ListQuery, request.query);
    const filter = filterOf(query);
    const found = findsNothing(filter) ? { page: [] } : await findPage(store.songs, query, filter);
    const { offset: _, ...listed } = request.query;
    if (found.next !== undefined) response.set("Link", nextLink(listed, found.next));
    if (query.count) {
      const count = findsNothing(filter) ? 0 : await countOf(filter);
      response.set("X-Total-Count", String(count));
    }
    const withStart = query.include === "start";
    const wired = found.page.map(async (song) =>
      inList(onWire(song, withStart ? await startData(song) : undefined)),
    );
    await sendJson(response.set(unkept), await Promise.all(wired));
  });

  router.post("/songs", guarded, takeUpload(doors, IdempotencyKey));
  router.all("/songs", onlyMethods("GET", "HEAD", "POST"));

  router.get("/songs/:id", async (request, response) => {
    const song = await findSong(doors, request.params.id);
    await sendJson(response.set(unkept), onWire(song, await startData(song)));
  });

  const jsonBody = inTime(express.json({ type: changeTypes, limit: largestChange }));
  router.patch("/songs/:id", guarded, askForBody, jsonBody, async (request, response) => {
    if (!request.is(changeTypes))
      throw new Problem("unsupported-type", { detail: `Send it as ${changeTypes.join(" or ")}.` });
    const edit = parse(SongChange, request.body);
    const revision = revisionIn(request.get("If-Match"));
    const id = String(request.params["id"]);
    response.set(unkept).json(onWire(await editSong(doors, id, edit, revision)));
  });

  router.delete("/songs/:id", guarded, async (request, response) => {
    await deleteSong(doors, String(request.params["id"]));
    response.status(204).end();
  });
  router.all("/songs/:id", onlyMethods("GET", "HEAD", "PATCH", "DELETE"));

  router.post("/songs/:id/restore", guarded, async (request, response) => {
    response.set(unkept).json(onWire(await restoreSong(doors, String(request.params["id"]))));
  });
  router.all("/songs/:id/restore", onlyMethods("POST"));

  router.post("/songs/:id/encode", guarded, async (request, response) => {
    const song = await encodeAgain(doors, String(request.params["id"]));
    response.status(202).set(unkept).json(onWire(song));
  });
  router.all("/songs/:id/encode", onlyMethods("POST"));

  router.get("/songs/:id/original", sendOriginal(doors));
  router.all("/songs/:id/original", onlyMethods("GET", "HEAD"));
  return router;
};
