/** The page's uploads, on the real server. */
import { effect } from "@preact/signals";
import { SegueClient } from "../../api-client/segue-client.ts";
import { announce } from "../app/announce.tsx";
import { plural } from "../app/format.ts";
import { askForToken } from "../app/sign-in.ts";
import { client } from "../library/client.ts";
import { onChanges } from "../library/follow.ts";
import { knownSong, noteSong } from "../library/songs.ts";
import { token } from "../library/token.ts";
import { untilWorthTrying } from "./connection.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { isPending, tallyOf } from "./upload.ts";
import { createUploads, type Uploads } from "./uploads.ts";
import { tellRows } from "./tell-rows.ts";

/** Its own: what fails is shown as such at once, and tried again from here. */
const sender = new SegueClient({
  url: new URL("../crud/", location.href),
  token: () => token.peek(),
  retryFor: 0,
});

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Until there is another token, wherever it was given. */
const untilSignedIn = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const before = token.peek();
    const finish = (settle: () => void): void => {
      queueMicrotask(() => stop());
      settle();
    };
    const stop = effect(() => {
      if (token.value !== before) finish(resolve);
    });
    signal.addEventListener("abort", () => finish(() => reject(signal.reason as Error)), {
      once: true,
    });
    void askForToken(before !== undefined).then((given) => given && finish(resolve));
  });

const create = (): Uploads =>
  createUploads({
    async find(file, signal) {
      const fingerprint = await fingerprintOf(file);
      const { songs } = await client.page({ fingerprint, limit: 1 }, { signal });
      return songs.find(({ state }) => state !== "failed");
    },
    async send(file, { signal, key, onProgress }) {
      const song = await sender.insert(file, {
        filename: file.name,
        signal,
        key,
        onProgress: ({ sent }) => onProgress(sent),
      });
      noteSong(song);
      return knownSong(song.id)?.peek() ?? song;
    },
    untilWorthTrying,
    untilSignedIn,
    newKey: () => hex(crypto.getRandomValues(new Uint8Array(16))),
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
    told = pending > 0 ? quarter : 0;
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
  guardLeaving(made);
  tellRows(made);
  return made;
};
