/** The page's uploads, on the real server. */
import { effect } from "@preact/signals";
import { announce } from "../app/announce.tsx";
import { clean, plural } from "../app/format.ts";
import { readsOnly } from "../library/access.ts";
import { anotherToken } from "../library/another-token.ts";
import { client } from "../library/client.ts";
import { deleteReplaced } from "../library/edit.ts";
import { onChanges } from "../library/follow.ts";
import { knownSong, noteSong } from "../library/songs.ts";
import { token } from "../library/token.ts";
import { untilWorthTrying } from "./connection.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { giveCover } from "./folder-covers.ts";
import { keepLeftBehind, recallLeftBehind } from "./left-behind.ts";
import { isAdded, isPending, tallyOf } from "./upload.ts";
import { createUploads, type Uploads } from "./uploads.ts";
import { tellRows } from "./tell-rows.ts";

/** Of songs with the same bytes: so many are looked at. */
const most = 10;

const untilSignedIn = (signal: AbortSignal): Promise<void> => {
  const wrong = readsOnly.peek() ? "read-only" : "token-wrong";
  return anotherToken(token.peek() === undefined ? undefined : wrong, signal);
};

const create = (): Uploads =>
  createUploads({
    async find(file, signal) {
      const fingerprint = await fingerprintOf(file);
      const { songs } = await client.page({ fingerprint, limit: most }, { signal });
      const good = songs.filter(({ state }) => state !== "failed");
      return good.find(({ state }) => state !== "uploading") ?? good[0];
    },
    async send(file, { half, onId, onProgress, signal }) {
      const inserted = await client.insert(file, {
        fingerprint: await fingerprintOf(file),
        upload: { id: half, onId },
        onProgress: ({ sent }) => onProgress(sent),
        signal,
      });
      const song = await giveCover(inserted, file, signal);
      noteSong(song);
      return knownSong(song.id)?.peek() ?? song;
    },
    discard(id) {
      // What cannot be discarded now goes by itself after a day.
      client.abandon(id).catch(() => {});
    },
    removeReplaced: (song) => void deleteReplaced(song),
    look: (id) => client.get(id),
    untilWorthTrying,
    untilSignedIn,
    now: () => performance.now(),
  });

/** Aloud at each quarter. */
const announceQuarters = ({ list }: Uploads): void => {
  let told = 0;
  effect(() => {
    const { all, added, pending } = tallyOf(list.value);
    const quarter = all > 0 ? Math.floor((added / all) * 4) : 0;
    if (quarter > told && added > 0)
      announce(
        pending > 0 ? `${added} of ${plural(all, "song")} added` : `${plural(added, "song")} added`,
      );
    told = quarter;
  });
};

/** Aloud, of each that can be heard once nothing is under way: of those before, the quarters tell. */
const announceReady = ({ list }: Uploads): void => {
  const known = new Set<string>();
  effect(() => {
    const isBusy = tallyOf(list.value).pending > 0;
    for (const { state } of list.value) {
      const song = isAdded(state.value) ? knownSong(state.value.id)?.value : undefined;
      if (!song?.playable || known.has(song.id)) continue;
      known.add(song.id);
      if (!isBusy) announce(`${clean(song.title)} is ready to play`);
    }
  });
};

/** Leaving would lose what is under way. */
const guardLeaving = ({ list }: Uploads): void => {
  const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
  effect(() => {
    const isBusy = list.value.some(({ state }) => isPending(state.value));
    if (!isBusy) return undefined;
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  });
};

export const startUploads = (): Uploads => {
  const made = create();
  onChanges({ onSongs: made.note, onGap: () => {} });
  announceQuarters(made);
  announceReady(made);
  guardLeaving(made);
  tellRows(made);
  // Before the server may be away; without it, it is fetched when it is wanted.
  import("./uploads-dialog.tsx").catch(() => {});
  recallLeftBehind(made);
  keepLeftBehind(made);
  return made;
};
