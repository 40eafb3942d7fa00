/** What lists are asked for, by how it is found. */
import type { SongFilter, SortField } from "../../functions/core/store/store.ts";

export const sorts: readonly SortField[] = ["added", "title", "artist", "album"];

/** Filters that very many songs may pass: these are not to be sorted. */
export const broad: readonly SongFilter[] = [{}, { state: "ready" }, { genre: "rock" }];

/** Filters that few songs pass. */
export const narrow: readonly SongFilter[] = [
  { artist: "ada" },
  { album: "one" },
  { albumId: "x" },
  { fingerprint: "1-ab" },
  { sha256: "ab" },
  { deletedAfter: 5 },
  { artist: "ada", terms: ["a"] },
];
