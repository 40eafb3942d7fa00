import type { Song, SongId } from "../song/song.ts";
import { changeSong } from "./change-song.ts";
import type { SongChange, SongGuard, SongStore } from "./store.ts";

type Covers = Pick<Song, "fileCover" | "folderCover" | "givenCover">;
type CoverEdit = Partial<Covers & Pick<Song, "revision">>;

/** What is shown: what a person gave, or took away, over the file's own, over the one beside it. */
const shown = ({ givenCover, fileCover, folderCover }: Covers) =>
  givenCover === undefined ? (fileCover ?? folderCover) : (givenCover ?? undefined);

/** Changes a song's covers, and with them the one that is shown. `growth`: bytes that were stored for it. As changeSong. */
export const changeCover = (
  songs: Pick<SongStore, "get" | "update">,
  id: SongId,
  edit: (song: Song) => CoverEdit,
  growth: number,
  guard: SongGuard = {},
): Promise<Song | undefined> => {
  const changeOf = (song: Song): SongChange => {
    const edited = edit(song);
    const cover = shown({ ...song, ...edited });
    return {
      set: { ...edited, ...(cover && { cover }) },
      unset: cover ? [] : ["cover"],
      grow: growth,
    };
  };
  return changeSong(songs, id, changeOf, guard);
};
