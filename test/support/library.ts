/** A library that is there before the server is: songs as lists show them, without their sound. */
import type { Song, Tags } from "../../functions/core/song/song.ts";
import { openSqliteStore } from "../../functions/core/store/sqlite.ts";
import { aSong } from "./songs.ts";

export type Shelved = Tags & {
  /** Without it, its length is not known. */
  readonly seconds?: number;
  /** Epoch ms. */
  readonly added?: number;
  readonly fields?: Partial<Song>;
};

const sampleRate = 44_100;
/** Songs on their way to the store at once. */
const batch = 500;

const encodingOf = (seconds: number): NonNullable<Song["encoding"]> => ({
  id: "encoding".padEnd(21, "0"),
  recipe: 1,
  sampleRate,
  samples: seconds * sampleRate,
  durations: [90_112, seconds * sampleRate - 90_112],
  renditions: [{ name: "a128", codecs: "mp4a.40.2", bandwidth: 1, averageBandwidth: 1 }],
  done: true,
});

const songOf = ({ seconds, added = Date.now(), fields, ...tags }: Shelved) =>
  aSong(tags, {
    state: "ready",
    playable: true,
    createdAt: added,
    original: { bytes: 1_000, complete: true, filename: `${tags.title}.flac` },
    ...(seconds !== undefined && { encoding: encodingOf(seconds) }),
    ...fields,
  });

/** Nothing could be heard in its file. */
export const failedSong = (title: string): Shelved => ({
  title,
  fields: {
    state: "failed",
    playable: false,
    reason: {
      type: "urn:segue:problem:no-sound",
      title: "This file has no sound in it.",
      status: 422,
    },
  },
});

/** Into the folder that the server is started with afterwards. */
export const fillLibrary = async (folder: string, songs: readonly Shelved[]): Promise<void> => {
  const store = openSqliteStore(folder);
  for (let start = 0; start < songs.length; start += batch)
    await Promise.all(
      songs.slice(start, start + batch).map((song) => store.songs.insert(songOf(song))),
    );
  await store.close();
};
