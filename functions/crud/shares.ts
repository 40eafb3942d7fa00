/** `/shares`: links to a song or an album, for those who have no token. `/shared`: what such a link opens. */
import { createHash, randomBytes } from "node:crypto";
import express, { type Request, type RequestHandler, Router } from "express";
import {
  ShareRequest,
  type Shared,
  type Share as WireShare,
  type Song as WireSong,
} from "../../api-client/contract.ts";
import { bearerOf, tokenNeeded } from "../core/http/auth.ts";
import { askForBody, inTime } from "../core/http/body.ts";
import { clientNetwork } from "../core/http/client-address.ts";
import { onlyMethods } from "../core/http/problems.ts";
import { Problem } from "../core/problem.ts";
import { newId } from "../core/song/ids.ts";
import { albumArtistOf } from "../core/song/search.ts";
import type { Song } from "../core/song/song.ts";
import type { Share } from "../core/store/store.ts";
import { findSong } from "./library.ts";
import { parse } from "./parse.ts";
import { type CrudDoors, unkept } from "./routes.ts";
import { inList, toWire } from "./wire.ts";

const largestBody = "4kb";
const mostListed = 200;
/** No album has more. */
const mostSongs = 500;
/** As many bits as a signature has. */
const secretBytes = 24;

const digestOf = (secret: string): string =>
  createHash("sha256").update(secret).digest("base64url");

/** The first songs of those that are there now: an album grows and shrinks with the library. */
const songsOf = async (
  { store }: CrudDoors,
  { songId, albumId }: Share,
  limit: number,
): Promise<Song[]> => {
  if (songId !== undefined) {
    const song = await store.songs.get(songId);
    return song && song.deletedAt === undefined ? [song] : [];
  }
  const filter = { albumId: albumId ?? "" };
  return store.songs.list({ filter, sort: "album", descending: false, limit });
};

const nameOf = ({ songId }: Share, [first]: readonly Song[]) => {
  const { tags = {} } = first ?? {};
  const [title = "", artist] =
    songId === undefined ? [tags.album, albumArtistOf(tags)] : [tags.title, tags.artist];
  return { title, ...(artist !== undefined && { artist }) };
};

const wireOf = (share: Share, songs: readonly Song[]): WireShare => ({
  id: share.id,
  ...(share.songId !== undefined && { songId: share.songId }),
  ...(share.albumId !== undefined && { albumId: share.albumId }),
  ...nameOf(share, songs),
  createdAt: new Date(share.createdAt).toISOString(),
  expiresAt: new Date(share.expiresAt).toISOString(),
});

/** Nothing of the files that it was made of. */
const forGuests = (song: WireSong): WireSong => {
  const { filename: _1, fingerprint: _2, duplicateOf: _3, reason: _4, ...rest } = inList(song);
  return rest;
};

const gone = (): Problem =>
  new Problem("share-gone", {
    detail: "It has expired or was taken back. Ask whoever sent it for another.",
  });

/** The share of the link's secret, which is sent as a token is, so that no log has it. */
const shareIn = async (doors: CrudDoors, request: Request): Promise<Share> => {
  const secret = bearerOf(request);
  if (secret === undefined) throw tokenNeeded("Send the end of the link, behind its #.");
  const address = clientNetwork(request);
  doors.tries.check(address);
  const share = await doors.store.shares.find(digestOf(secret));
  if (!share) doors.tries.failed(address, secret);
  if (!share || share.expiresAt <= Date.now()) throw gone();
  return share;
};

const openShare =
  (doors: CrudDoors): RequestHandler =>
  async (request, response) => {
    const share = await shareIn(doors, request);
    const songs = await songsOf(doors, share, mostSongs);
    if (songs.length === 0) throw gone();
    const streamingOf = (id: string): string => doors.streamingOf(id, share.expiresAt);
    const wired = songs.map(async (song) =>
      forGuests(toWire(song, streamingOf, await doors.startData(song))),
    );
    const shared: Shared = {
      kind: share.songId === undefined ? "album" : "song",
      ...nameOf(share, songs),
      expiresAt: new Date(share.expiresAt).toISOString(),
      songs: await Promise.all(wired),
    };
    response.set(unkept).json(shared);
  };

/** Before all that a private library guards: whoever has a link has no token. */
export const sharedRoutes = (doors: CrudDoors): Router => {
  const router = Router({ caseSensitive: true, strict: true });
  router.get("/shared", openShare(doors));
  router.all("/shared", onlyMethods("GET", "HEAD"));
  return router;
};

const makeShare =
  (doors: CrudDoors): RequestHandler =>
  async (request, response) => {
    const { songId, albumId, expiresIn } = parse(ShareRequest, request.body);
    const secret = randomBytes(secretBytes).toString("base64url");
    const createdAt = Date.now();
    const share: Share = {
      id: newId(),
      digest: digestOf(secret),
      ...(songId !== undefined && { songId }),
      ...(albumId !== undefined && { albumId }),
      createdAt,
      expiresAt: createdAt + expiresIn * 1000,
    };
    if (songId !== undefined) await findSong(doors, songId);
    const songs = await songsOf(doors, share, 1);
    if (songs.length === 0) throw new Problem("unknown-album", { detail: "Check its id." });
    await doors.store.shares.insert(share);
    response
      .status(201)
      .set({ ...unkept, Location: `shares/${share.id}` })
      .json({ ...wireOf(share, songs), secret });
  };

export const shareRoutes = (doors: CrudDoors): Router => {
  const { store, guards } = doors;
  const router = Router();
  const body = inTime(express.json({ type: "application/json", limit: largestBody }));
  router.post("/shares", guards.mayWrite, askForBody, body, makeShare(doors));

  router.get("/shares", guards.mayWrite, async (_request, response) => {
    const now = Date.now();
    const all = await store.shares.list(mostListed);
    const valid = all.filter(({ expiresAt }) => expiresAt > now);
    const wired = valid.map(async (share) => wireOf(share, await songsOf(doors, share, 1)));
    response.set(unkept).json(await Promise.all(wired));
  });
  router.all("/shares", onlyMethods("GET", "HEAD", "POST"));

  router.delete("/shares/:id", guards.mayWrite, async (request, response) => {
    if (!(await store.shares.remove(String(request.params["id"]))))
      throw new Problem("unknown-share", { detail: "It may have expired, or was taken back." });
    response.status(204).end();
  });
  router.all("/shares/:id", onlyMethods("DELETE"));
  return router;
};
