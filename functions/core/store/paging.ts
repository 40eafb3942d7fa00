import type { Song } from "../song/song.ts";
import type { PagePosition, SortField } from "./store.ts";

/** Where the page that ends with this song ends. */
export const positionOf = (song: Song, sort: SortField): PagePosition => ({
  key: sort === "added" ? song.createdAt : song.keys[sort],
  id: song.id,
});
