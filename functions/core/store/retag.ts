import type { Song, SongId } from "../song/song.ts";
import { derivedFromTags } from "../song/tags.ts";
import type { SongGuard, SongStore } from "./store.ts";

type TagEdit = Partial<Pick<Song, "fileTags" | "givenTags" | "editedTags" | "revision">>;

/**
 * Changes the tags of a song, and with them all that follows from them. People and workers may do so at once:
 * neither loses what the other writes. Undefined when there is no such song, or the guard does not hold.
 */
export const retag = async (
  songs: Pick<SongStore, "get" | "update">,
  id: SongId,
  edit: (song: Song) => TagEdit,
  guard: SongGuard = {},
): Promise<Song | undefined> => {
  let seen: number | undefined;
  for (;;) {
    const song = await songs.get(id);
    // The tags are as they were at the last try: it was the guard that did not hold.
    if (!song || song.tagsVersion === seen) return undefined;
    seen = song.tagsVersion;
    const edited = edit(song);
    const derived = derivedFromTags({ ...song, ...edited });
    const change = {
      set: { ...edited, ...derived, tagsVersion: seen + 1 },
      unset: derived.albumId === undefined ? (["albumId"] as const) : [],
    };
    const changed = await songs.update(id, change, { ...guard, tagsVersion: seen });
    if (changed) return changed;
  }
};
