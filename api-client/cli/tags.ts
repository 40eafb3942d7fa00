/** Tags as options. */
import { type Command, InvalidArgumentError } from "commander";
import type { Tags } from "../contract.ts";

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError("It must be a whole number from 1 on.");
  return value;
};

export type TagOptions = Omit<Tags, "trackNumber" | "discNumber" | "lyrics"> & {
  readonly track?: number;
  readonly disc?: number;
};

export const addTagOptions = (command: Command): Command =>
  command
    .option("--title <text>", "title")
    .option("--artist <text>", "artist")
    .option("--album <text>", "album")
    .option("--album-artist <text>", "whom the album is by")
    .option("--track <number>", "number on the disc", whole)
    .option("--disc <number>", "number of the disc", whole)
    .option("--year <year>", "year", whole)
    .option("--genre <text>", "genre")
    .option("--composer <text>", "composer")
    .option("--compilation", "the album is by various artists");

/** Only those that were given. */
export const tagsIn = (options: TagOptions): Tags => {
  const { title, artist, album, albumArtist, track, disc, year, genre, composer, compilation } =
    options;
  const tags = {
    title,
    artist,
    album,
    albumArtist,
    trackNumber: track,
    discNumber: disc,
    year,
    genre,
    composer,
    compilation,
  };
  return Object.fromEntries(Object.entries(tags).filter(([, value]) => value !== undefined));
};

/** By the names of the options. */
export const tagNames: Readonly<Record<string, keyof Tags>> = {
  title: "title",
  artist: "artist",
  album: "album",
  "album-artist": "albumArtist",
  track: "trackNumber",
  disc: "discNumber",
  year: "year",
  genre: "genre",
  composer: "composer",
  compilation: "compilation",
  lyrics: "lyrics",
};
