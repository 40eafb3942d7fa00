/** Sending edited tags, of one song and of many. */
import type { Song, SongChange } from "../../api-client/contract.ts";
import { SegueError } from "../../api-client/segue-client.ts";
import { signedIn } from "../app/sign-in.ts";
import { client } from "./client.ts";
import { forEach, type Outcome } from "./edit.ts";
import { noteSong } from "./songs.ts";

/** Somebody else has changed the song since it was read. */
export const isConflict = (error: unknown): boolean =>
  error instanceof SegueError && error.slug === "song-changed";

export const saveOne = async (
  { id, revision }: Pick<Song, "id" | "revision">,
  change: SongChange,
): Promise<Song> => noteSong(await signedIn(() => client.update(id, change, { revision }))).peek();

export const saveMany = (songs: readonly Song[], change: SongChange): Promise<Outcome<Song>> =>
  forEach(songs, (song) => saveOne(song, change));

/** As it is on the server now, lyrics and all; undefined when it is gone. */
export const readAgain = async (id: string): Promise<Song | undefined> => {
  const song = await client.get(id);
  if (song) noteSong(song);
  return song;
};
