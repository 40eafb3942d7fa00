/** `POST /songs`: one streamed body, one song. */
import type { Request, RequestHandler, Response } from "express";
import type { z } from "zod";
import { UploadQuery } from "../../api-client/contract.ts";
import { receiveSong } from "../core/ingest/receive.ts";
import type { UploadStart } from "../core/ingest/uploads.ts";
import { Problem } from "../core/problem.ts";
import { newId } from "../core/song/ids.ts";
import type { Song, SongId } from "../core/song/song.ts";
import { atMost, audioType, bodyOf, lengthOf, tooLarge } from "./body.ts";
import { parse } from "./parse.ts";
import { type CrudDoors, unkept } from "./routes.ts";

const contentTypeOf = (request: Request): string => {
  const type = audioType(request.get("Content-Type") ?? "");
  if (type !== undefined) return type;
  throw new Problem("unsupported-type", {
    detail: `Send the file's bytes with "Content-Type: application/octet-stream", or audio/mpeg and the like.`,
  });
};

const startOf = (request: Request, largest: number): UploadStart => {
  const contentType = contentTypeOf(request);
  const { filename, ...givenTags } = parse(UploadQuery, request.query);
  const expectedBytes = lengthOf(request);
  if ((expectedBytes ?? 0) > largest) throw tooLarge(largest);
  return {
    id: newId(),
    contentType,
    givenTags,
    ...(filename !== undefined && { filename }),
    ...(expectedBytes !== undefined && { expectedBytes }),
  };
};

/** What a key stands for already: nothing, so go on; or a song to answer with. */
type Claim = { readonly song?: Song; note(id: SongId): Promise<void> };

const keyInUse = (): Problem =>
  new Problem("key-in-use", { detail: "Wait for it, or use another Idempotency-Key." });

const isUnderWay = ({ state, deletedAt, expiresAt = Infinity }: Song): boolean =>
  state === "uploading" && deletedAt === undefined && expiresAt > Date.now();

/** A key whose song came to something stands for that; one whose song came to nothing may be used once more. */
const isSpent = ({ deletedAt, original }: Song): boolean =>
  deletedAt === undefined && original.complete;

/** ms from a key's claim within which its song may still be on its way into the store. */
const begins = 60_000;

const claimKey = async ({ store }: CrudDoors, key: string | undefined): Promise<Claim> => {
  if (key === undefined) return { note: async () => {} };
  const pending = "";
  const now = Date.now();
  const { songId: from, createdAt } = (await store.keys.claim(key, pending, now)) ?? {
    songId: pending,
    createdAt: now,
  };
  const song = from === pending ? undefined : await store.songs.get(from);
  const isOnItsWay = from !== pending && !song && now - createdAt < begins;
  if (isOnItsWay || (song && isUnderWay(song))) throw keyInUse();
  if (song && isSpent(song)) return { song, note: async () => {} };
  return {
    async note(id) {
      if (!(await store.keys.move(key, from, id))) throw keyInUse();
    },
  };
};

const readAway = async (body: AsyncIterable<Uint8Array>): Promise<void> => {
  for await (const _bytes of body);
};

const answer = ({ onWire }: CrudDoors, response: Response, song: Song): void => {
  // Relative to /songs, so that it holds under any gateway's prefix (RFC 9110, 10.2.2).
  response
    .status(201)
    .set({ ...unkept, Location: `songs/${song.id}` })
    .json(onWire(song));
};

export const takeUpload =
  (doors: CrudDoors, Key: z.ZodType<string>): RequestHandler =>
  async (request, response) => {
    const { largest } = doors.config;
    const start = startOf(request, largest);
    const key = parse(Key.optional(), request.get("Idempotency-Key"));
    const claim = await claimKey(doors, key);
    const asks = /^100-continue$/i.test(request.get("Expect") ?? "");
    const body = atMost(largest, bodyOf(request), tooLarge(largest));
    if (claim.song) {
      // Most clients read no answer before they have sent all.
      if (!asks) await readAway(body);
      return answer(doors, response, claim.song);
    }
    await doors.room.check(start.expectedBytes ?? 0);
    if (asks) response.writeContinue();
    const watched = doors.room.watch(body, start.expectedBytes === undefined);
    const song = await receiveSong(doors, watched, start, claim.note);
    answer(doors, response, song);
  };
