import { playAll, playShuffled } from "../list/play.ts";
import { songList } from "../library/song-list.ts";

const listOf = (id: string) => songList({ albumId: id, sort: "album" });

export const playAlbum = (id: string, name: string): Promise<void> =>
  playAll(listOf(id), { kind: "album", name });

export const shuffleAlbum = (id: string, name: string): Promise<void> =>
  playShuffled(listOf(id), { kind: "album", name });
