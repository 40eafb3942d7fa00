import type { Song, SongId } from "../song/song.ts";
import type { SongChange, SongGuard, SongStore } from "./store.ts";

type CoverEdit = Partial<Pick<Song, "fileCover" | "givenCover" | "revision">>;

/** What is shown: what a person gave, or took away, over the file's own. */
const shown = ({ givenCover, fileCover }: Pick<Song, "fileCover" | "givenCover">) =>
  givenCover === undefined ? fileCover : (givenCover ?? undefined);

/**
 * Changes a song's covers, and with them the one that is shown. `growth`: bytes that were stored for it. Undefined
 * when there is no such song, or the guard does not hold. A person's and a worker's change do not undo each other.
 */
export const changeCover = async (
  songs: Pick<SongStore, "get" | "update">,
  id: SongId,
  edit: (song: Song) => CoverEdit,
  growth: number,
  guard: SongGuard = {},
): Promise<Song | undefined> => {
  let seen: number | undefined;
  for (;;) {
    const song = await songs.get(id);
    // Nobody changed it since the last try: it was the guard that did not hold.
    if (!song || song.tagsVersion === seen) return undefined;
    seen = song.tagsVersion;
    const edited = edit(song);
    const cover = shown({ ...song, ...edited });
    const change: SongChange = {
      set: { ...edited, ...(cover && { cover }), tagsVersion: seen + 1 },
      unset: cover ? [] : ["cover"],
      grow: growth,
    };
    const changed = await songs.update(id, change, { ...guard, tagsVersion: seen });
    if (changed) return changed;
  }
};
