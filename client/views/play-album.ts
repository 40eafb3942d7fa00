import { songList } from "../library/song-list.ts";
import { playAll } from "../list/play-all.ts";

export const playAlbum = (id: string, name: string): Promise<void> =>
  playAll(songList({ albumId: id, sort: "album" }), { kind: "album", name });
