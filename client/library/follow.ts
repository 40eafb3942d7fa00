/** Following the library: what anybody adds, edits or deletes is seen without a reload. */
import { signal } from "@preact/signals";
import type { Song } from "../../api-client/contract.ts";
import { type Away, SegueError } from "../../api-client/segue-client.ts";
import { client } from "./client.ts";
import { noteSong } from "./songs.ts";

/** While the server does not answer. */
export const away = signal<Away | undefined>(undefined);

type Listener = {
  /** These changed, or are new, or deleted. */
  onSongs(songs: readonly Song[]): void;
  /** Something was missed: ask for everything again. */
  onGap(): void;
};

const listeners = new Set<Listener>();

/** Gives a way to stop it. */
export const onChanges = (listener: Listener): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** For as long as the page is open. `first`: nothing was shown before. */
export const followLibrary = async (first = true): Promise<void> => {
  try {
    for await (const { songs, listAgain } of client.changes({
      onAway: (now) => (away.value = now),
    })) {
      away.value = undefined;
      for (const song of songs) noteSong(song);
      for (const { onSongs, onGap } of listeners) {
        if (listAgain && !first) onGap();
        if (songs.length > 0) onSongs(songs);
      }
      first = false;
    }
  } catch (error) {
    if (!(error instanceof SegueError)) throw error;
    await (await import("./let-in.ts")).letIn(error);
    void followLibrary(false);
  }
};
