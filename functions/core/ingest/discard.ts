/** Uploads that are given up: by their sender, by nobody's going on with them, or because they are no sound. */
import type { SongId } from "../song/song.ts";
import { restorableFor } from "../song/tombstone.ts";
import type { SongGuard, Store } from "../store/store.ts";
import { type Bell, changeTopic, roomTopic } from "./bell.ts";
import { purgeChunks } from "./purge.ts";
import { lookAfter } from "./tidy.ts";

type Doors = { readonly store: Store; readonly bell: Bell };

/** ms: for so long it is known that there was one. */
const rememberedFor = 24 * 60 * 60_000;

/**
 * Forgets what has come of an upload; says whether it did: what is complete stays. A tombstone that nobody can restore tells those who
 * follow the changes; what a request adds meanwhile goes with it in the end.
 */
export const discardUpload = async (
  { store, bell }: Doors,
  id: SongId,
  guard: SongGuard = {},
): Promise<boolean> => {
  const now = Date.now();
  const change = {
    set: {
      deletedAt: now - restorableFor,
      expiresAt: now + lookAfter,
      purgeAt: now + rememberedFor,
      playable: false,
    },
    unset: ["dueAt"],
  } as const;
  const unfinished = { ...guard, complete: false, deleted: false };
  if (!(await store.songs.update(id, change, unfinished))) return false;
  bell.ring(id);
  bell.ring(changeTopic);
  await purgeChunks(store.chunks, id, "");
  bell.ring(roomTopic);
  return true;
};
