/** Albums and artists as rows of their own, kept up to date with their songs. */
import type { DatabaseSync } from "node:sqlite";
import { type Album, albumOf, type Artist, isSongs } from "../../song/groups.ts";
import { albumTerms, artistTerms } from "../../song/search.ts";
import type { AlbumId, Song } from "../../song/song.ts";
import { rangeOf } from "../beginnings.ts";
import { prepareTallies, together } from "./tallies.ts";
import { prepareWords } from "./words.ts";
import { writing } from "./writing.ts";

const groupTable = (name: string): string => `
  CREATE TABLE IF NOT EXISTS ${name} (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL,
    doc TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS ${name}_by_key ON ${name} (key, id);
`;

export const tablesOfGroups = groupTable("albums") + groupTable("artists");

type Group = Album | Artist;

/** Writes a group, or forgets it where there is none any more. */
const prepareGroup = (db: DatabaseSync, table: "albums" | "artists") => {
  const words = prepareWords(db, table === "albums" ? "album_words" : "artist_words");
  const find = db.prepare(`SELECT number FROM ${table} WHERE id = ?`);
  const insert = writing(db, `INSERT INTO ${table} (id, key, doc) VALUES (?, ?, ?)`);
  const update = writing(db, `UPDATE ${table} SET doc = ? WHERE number = ?`);
  const remove = writing(db, `DELETE FROM ${table} WHERE number = ?`);
  const addToTallies = prepareTallies(db);
  const count = (n: 1 | -1): void => addToTallies(new Map([[table, new Map([["", n]])]]));
  return (id: string, group: Group | undefined, terms: readonly string[]): void => {
    const number = find.get(id)?.["number"] as number | undefined;
    if (group && number !== undefined) update(JSON.stringify(group), number);
    else if (group) {
      words.insert(insert(id, group.key, JSON.stringify(group)).lastNumber, terms);
      count(1);
    } else if (number !== undefined) {
      words.remove(number);
      remove(number);
      count(-1);
    }
  };
};

const live = (song: Song | undefined): Song | undefined =>
  song?.deletedAt === undefined ? song : undefined;

/** All of a song that its album or artist shows. */
const shown = (song: Song | undefined): string => {
  if (!song) return "";
  const { albumId, filters, tags, encoding, loudness, cover, keys } = song;
  return JSON.stringify([albumId, filters, tags, encoding?.samples, loudness, cover, keys.album]);
};

export const prepareGroups = (db: DatabaseSync) => {
  const writeAlbum = prepareGroup(db, "albums");
  const writeArtist = prepareGroup(db, "artists");
  const songsOfAlbum = db.prepare(
    "SELECT doc FROM songs WHERE album_id = ? AND deleted_at IS NULL ORDER BY album_key, id",
  );
  const countOf = db.prepare("SELECT n FROM tallies WHERE tally = 'artist' AND value = ?");
  // Counts of one artist: their values begin with it.
  const nameOf = db.prepare(
    `SELECT value FROM tallies WHERE tally = 'artist,name' AND value >= ? AND value < ?
     ORDER BY n DESC, value LIMIT 1`,
  );
  const albumsOf = db.prepare(
    `SELECT count(*) AS n FROM tallies
     WHERE tally = 'artist,albumId' AND value >= ? AND value < ?`,
  );

  const settleAlbum = (id: AlbumId, songs: readonly Song[]): void => {
    const album: Album | undefined = isSongs(songs) ? albumOf(songs) : undefined;
    writeAlbum(id, album, songs[0] ? albumTerms(songs[0].tags) : []);
  };

  const readAlbum = (id: AlbumId): Song[] =>
    songsOfAlbum.all(id).map(({ doc }) => JSON.parse(String(doc)) as Song);

  const settleArtist = (key: string): void => {
    const songs = countOf.get(key)?.["n"] as number | undefined;
    if (songs === undefined) return writeArtist(key, undefined, []);
    const start = together(key, "");
    const range = rangeOf(start);
    const name = String(nameOf.get(...range)?.["value"]).slice(start.length);
    const albums = Number(albumsOf.get(...range)?.["n"]);
    writeArtist(key, { key, name, songs, albums } satisfies Artist, artistTerms(name));
  };

  return {
    settleAlbum,
    settleArtist,
    /** After the song and the tallies are written. */
    follow(before: Song | undefined, after: Song | undefined): void {
      const [old, now] = [live(before), live(after)];
      if (shown(old) === shown(now)) return;
      for (const id of new Set([old?.albumId, now?.albumId]))
        if (id !== undefined) settleAlbum(id, readAlbum(id));
      for (const key of new Set([old?.filters.artist, now?.filters.artist]))
        if (key !== undefined) settleArtist(key);
    },
  };
};
