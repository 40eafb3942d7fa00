import type { Song, SongId } from "../song/song.ts";
import type { SongChange, SongGuard, SongStore } from "./store.ts";

/**
 * Changes a song by what it is now, and counts its `tagsVersion` up. People and workers may do so at once: neither
 * loses what the other writes. Undefined when there is no such song, or the guard does not hold.
 */
export const changeSong = async (
  songs: Pick<SongStore, "get" | "update">,
  id: SongId,
  changeOf: (song: Song) => SongChange,
  guard: SongGuard,
): Promise<Song | undefined> => {
  let seen: number | undefined;
  for (;;) {
    const song = await songs.get(id);
    // Nobody changed it since the last try: it was the guard that did not hold.
    if (!song || song.tagsVersion === seen) return undefined;
    seen = song.tagsVersion;
    const { set, ...rest } = changeOf(song);
    const change = { ...rest, set: { ...set, tagsVersion: seen + 1 } };
    const changed = await songs.update(id, change, { ...guard, tagsVersion: seen });
    if (changed) return changed;
  }
};
