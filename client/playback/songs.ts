/** Songs that the queue knows by id: each a signal of its own, so that a change of one redraws nothing else. */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Song } from "../../api-client/contract.ts";

export type HeldSongs = {
  /** The song as it is now; one that is not here yet is fetched. */
  of(id: string): ReadonlySignal<Song | undefined>;
  /** As `of`, without fetching anything. */
  known(id: string): Song | undefined;
  /** Undefined: there is no such song, or it was deleted. Rejects when the server cannot be asked. */
  need(id: string): Promise<Song | undefined>;
  /** Newer forms of songs, wherever they come from. */
  take(songs: readonly Song[]): void;
};

/** `fetchSong` gives undefined where there is none. */
export const holdSongs = (fetchSong: (id: string) => Promise<Song | undefined>): HeldSongs => {
  const held = new Map<string, Signal<Song | undefined>>();
  const asked = new Map<string, Promise<Song | undefined>>();

  const slot = (id: string): Signal<Song | undefined> => {
    const found = held.get(id) ?? signal<Song | undefined>(undefined);
    held.set(id, found);
    return found;
  };

  const take = (songs: readonly Song[]): void => {
    for (const song of songs) slot(song.id).value = song;
  };

  const ask = (id: string): Promise<Song | undefined> => {
    const running =
      asked.get(id) ??
      fetchSong(id)
        .then((song) => {
          if (song) take([song]);
          return song;
        })
        .finally(() => asked.delete(id));
    asked.set(id, running);
    return running;
  };

  return {
    of(id) {
      const found = slot(id);
      // Whoever only shows it can do without: it is asked for again when it is to be played.
      if (!found.peek()) ask(id).catch(() => {});
      return found;
    },
    known: (id) => held.get(id)?.value,
    need: async (id) => slot(id).peek() ?? (await ask(id)),
    take,
  };
};
