/**
 * `GET /changes`: a long poll, which passes every gateway. A cursor stands for the store's time, less a window for
 * writers whose changes are dated earlier than they can be seen, and for what has been sent of that window.
 */
import { createHash } from "node:crypto";
import { Router } from "express";
import { ChangesQuery } from "../../api-client/contract.ts";
import { onlyMethods } from "../core/http/problems.ts";
import { changeTopic } from "../core/ingest/bell.ts";
import { Problem } from "../core/problem.ts";
import type { Song } from "../core/song/song.ts";
import type { ChangePosition, Store } from "../core/store/store.ts";
import { parse } from "./parse.ts";
import { type CrudDoors, unkept } from "./routes.ts";
import { inList } from "./wire.ts";

/** ms by which clocks of writers may differ. */
const overlap = 5_000;
/** ms: deleted songs are purged after a day, and nothing tells of that any more. */
const longestAway = 24 * 60 * 60_000;
/** ms between two looks at the store, for what other processes changed. */
const lookAgain = 1_000;

/** `seen`: digest of what was sent of the changes from here on; without it, those after `id` come next. */
type Cursor = ChangePosition & { readonly seen?: string };

const digest = (songs: readonly Song[]): string => {
  const hash = createHash("sha256");
  for (const { id, changedAt } of songs) hash.update(`${id}${changedAt}`);
  return hash.digest("base64url").slice(0, 16);
};

const encode = ({ changedAt, id, seen }: Cursor): string =>
  [changedAt.toString(36), id ?? "", seen ?? ""].join(".");

const decode = (text: string): Cursor => {
  const [, time, id, seen] = /^([0-9a-z]{1,9})\.([\w-]*)\.([\w-]*)$/.exec(text) ?? [];
  if (time === undefined)
    throw new Problem("invalid-request", {
      detail: "This cursor is not from an answer. Start again without it.",
      errors: [{ field: "after", message: "unknown" }],
    });
  const changedAt = Number.parseInt(time, 36);
  return { changedAt, ...(id && { id }), ...(seen && { seen }) };
};

type Found = { readonly songs: readonly Song[]; readonly next: Cursor };

/** What changed since the cursor; no songs when that is what was sent before. The next cursor moves on with time. */
const changesSince = async (
  { songs }: Store,
  cursor: Cursor,
  now: number,
  limit: number,
): Promise<Found> => {
  const found = await songs.changedSince(cursor, limit);
  const last = found.at(-1);
  if (found.length === limit && last)
    return { songs: found, next: { changedAt: last.changedAt, id: last.id } };
  const inPages = cursor.id !== undefined;
  const from = inPages ? now - overlap : Math.max(cursor.changedAt, now - overlap);
  const next = {
    changedAt: from,
    seen: digest(found.filter(({ changedAt }) => changedAt >= from)),
  };
  return { songs: !inPages && digest(found) === cursor.seen ? [] : found, next };
};

/** A cursor for now: what the window holds already counts as sent. */
const cursorForNow = async ({ songs, now }: Store, limit: number): Promise<Cursor> => {
  const changedAt = (await now()) - overlap;
  return { changedAt, seen: digest(await songs.changedSince({ changedAt }, limit)) };
};

export const changeRoutes = ({ store, bell, ending, onWire }: CrudDoors): Router => {
  const router = Router();
  router.get("/changes", async (request, response) => {
    const { after, wait, limit } = parse(ChangesQuery, request.query);
    response.set(unkept);
    if (after === undefined)
      return void response.json({ songs: [], cursor: encode(await cursorForNow(store, limit)) });
    const cursor = decode(after);
    const start = await store.now();
    if (cursor.changedAt < start - longestAway)
      throw new Problem("cursor-expired", {
        detail: "List the songs again, and start with a new cursor.",
      });

    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const stop = AbortSignal.any([gone.signal, ending]);
    const deadline = Date.now() + wait * 1000;
    let found = await changesSince(store, cursor, start, limit);
    while (found.songs.length === 0 && Date.now() < deadline && !stop.aborted) {
      await bell.wait(changeTopic, Math.min(lookAgain, deadline - Date.now()), stop);
      found = await changesSince(store, cursor, await store.now(), limit);
    }
    if (!gone.signal.aborted)
      response.json({
        songs: found.songs.map((song) => inList(onWire(song))),
        cursor: encode(found.next),
      });
  });
  router.all("/changes", onlyMethods("GET", "HEAD"));
  return router;
};
