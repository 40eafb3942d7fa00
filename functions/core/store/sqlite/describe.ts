/** Counts, words, albums and artists of a library that has none of them yet. */
import type { DatabaseSync } from "node:sqlite";
import type { Song } from "../../song/song.ts";
import { prepareGroups } from "./groups.ts";
import { addSong, prepareTallies, type Sums } from "./tallies.ts";
import { prepareSongWords } from "./words.ts";

const songOf = (doc: unknown): Song => JSON.parse(String(doc)) as Song;

/** In the order of places: the index of words is written anew for each row that comes before the last. */
const everySong = [
  "SELECT number, doc FROM songs WHERE deleted_at IS NULL ORDER BY created_at, id",
  "SELECT number, doc FROM songs WHERE deleted_at IS NOT NULL",
];

const describeEach = (db: DatabaseSync, sums: Sums): void => {
  const followWords = prepareSongWords(db);
  for (const sql of everySong)
    for (const { number, doc } of db.prepare(sql).iterate()) {
      const song = songOf(doc);
      addSong(sums, song);
      followWords(Number(number), undefined, song);
    }
};

const describeAlbums = (db: DatabaseSync): void => {
  const { settleAlbum } = prepareGroups(db);
  const inAlbums = db.prepare(
    `SELECT doc FROM songs WHERE deleted_at IS NULL AND album_id IS NOT NULL
     ORDER BY album_id, album_key, id`,
  );
  let songs: Song[] = [];
  const settle = (): void => {
    if (songs[0]?.albumId !== undefined) settleAlbum(songs[0].albumId, songs);
  };
  for (const { doc } of inAlbums.iterate()) {
    const song = songOf(doc);
    if (song.albumId !== songs[0]?.albumId) {
      settle();
      songs = [];
    }
    songs.push(song);
  }
  settle();
};

/** In one reading of all songs, and another of those in albums. */
export const describeSongs = (db: DatabaseSync): void => {
  const sums: Sums = new Map();
  describeEach(db, sums);
  prepareTallies(db)(sums);
  describeAlbums(db);
  const { settleArtist } = prepareGroups(db);
  for (const artist of sums.get("artist")?.keys() ?? []) settleArtist(artist);
};
