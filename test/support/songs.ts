import { newId } from "../../functions/core/song/ids.ts";
import type { Song, Tags } from "../../functions/core/song/song.ts";
import { derivedFromTags } from "../../functions/core/song/tags.ts";

export type NewSong = Omit<Song, "changedAt">;

/** A song as the store takes it: processing, with the given tags and fields. */
export const aSong = (tags: Tags = {}, fields: Partial<Song> = {}): NewSong => ({
  id: newId(),
  state: "processing",
  playable: false,
  createdAt: 1_000,
  revision: 0,
  tagsVersion: 0,
  fileTags: tags,
  givenTags: {},
  editedTags: {},
  ...derivedFromTags({ fileTags: tags, givenTags: {}, editedTags: {}, original: {} }),
  original: { bytes: 0, complete: false },
  size: 0,
  ...fields,
});
