import type { Song, SongId } from "../song/song.ts";
import { derivedFromTags } from "../song/tags.ts";
import { changeSong } from "./change-song.ts";
import type { SongChange, SongGuard, SongStore } from "./store.ts";

type TagEdit = Partial<Pick<Song, "fileTags" | "givenTags" | "editedTags" | "revision">>;

/** Changes the tags of a song, and with them all that follows from them. As changeSong. */
export const retag = (
  songs: Pick<SongStore, "get" | "update">,
  id: SongId,
  edit: (song: Song) => TagEdit,
  guard: SongGuard = {},
): Promise<Song | undefined> => {
  const changeOf = (song: Song): SongChange => {
    const edited = edit(song);
    const derived = derivedFromTags({ ...song, ...edited });
    return {
      set: { ...edited, ...derived },
      unset: derived.albumId === undefined ? ["albumId"] : [],
    };
  };
  return changeSong(songs, id, changeOf, guard);
};
