/** Sending edited tags and covers, of one song and of many. */
import type { Song, SongChange } from "../../api-client/contract.ts";
import { SegueError } from "../../api-client/segue-client.ts";
import { signedIn } from "../app/sign-in.ts";
import { client } from "./client.ts";
import { forEach, type Outcome } from "./edit.ts";
import { noteSong } from "./songs.ts";

/** Somebody else has changed the song since it was read. */
export const isConflict = (error: unknown): boolean =>
  error instanceof SegueError && error.slug === "song-changed";

export type Change = {
  readonly tags: SongChange;
  /** Undefined: as it is; null: none. */
  readonly cover: File | null | undefined;
};

export type Saver = {
  one(song: Song, change: Change): Promise<void>;
  many(songs: readonly Song[], change: Change): Promise<Outcome<Song>>;
};

/** By it, what was saved of a song before the rest could not be is not sent again, nor taken for others' doing. */
export const createSaver = (): Saver => {
  const covered = new Map<string, { cover: File | null; base: number; moved: number }>();

  const movedSince = ({ id, revision }: Song): number => {
    const known = covered.get(id);
    return known?.base === revision ? known.moved : 0;
  };

  const saveCover = async (song: Song, cover: File | null): Promise<void> => {
    const { id, revision: base } = song;
    const known = covered.get(id);
    if (known?.cover === cover && known.base === base) return;
    noteSong(await signedIn(() => client.setCover(id, cover)));
    covered.set(id, { cover, base, moved: movedSince(song) + 1 });
  };

  const one: Saver["one"] = async (song, { tags, cover }) => {
    // What is wrong with a picture is seen before anything else is changed.
    if (cover !== undefined) await saveCover(song, cover);
    if (Object.keys(tags).length === 0) return;
    const revision = song.revision + movedSince(song);
    noteSong(await signedIn(() => client.update(song.id, tags, { revision })));
  };

  return { one, many: (songs, change) => forEach(songs, (song) => one(song, change)) };
};

/** As it is on the server now, lyrics and all; undefined when it is gone. */
export const readAgain = async (id: string): Promise<Song | undefined> => {
  const song = await signedIn(() => client.get(id));
  if (song) noteSong(song);
  return song;
};
