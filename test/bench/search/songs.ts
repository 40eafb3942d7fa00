/** Songs by the million, with words as frequent as words are: by Zipf, with accents, and scripts without spaces. */
import type { Song, Tags } from "../../../functions/core/song/song.ts";
import { aSong, type NewSong } from "../../support/songs.ts";

/** As they lead the titles of songs, the most frequent first. */
const common =
  "the love you of and in to my me a it on no is for your up be don't all night we with time one feat this heart life man can't down let's world dance day blue baby live good home never girl remix dream";
const syllables =
  "ba ko ri mé sol ta vên lu da gri no ha wü el ca mi ström or pa zhe ña fi tor ise au bel".split(
    " ",
  );
const characters = Array.from("夜明のバス駅雨海空花月光愛夢風星道声朝影");
const genres =
  "Rock Pop Jazz Classical Electronic Hip-Hop Folk Metal Ambient Soul Country Bossa-Nova".split(
    " ",
  );
const vocabulary = 30_000;
const songsOfAlbum = 11;
const songsOfArtist = 45;
const sampleRate = 44_100;
const unit = 90_112;
const firstAdded = Date.UTC(2012, 0);

/** The same numbers for the same seed (mulberry32, by Tommy Ettinger, in the public domain). */
const randomFrom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const of = <T>(list: readonly T[], index: number): T => list[Math.floor(index) % list.length] as T;

const known = common.split(" ");

/** The word of that rank: the known ones, then some made of syllables. */
const wordOf = (rank: number): string => {
  if (rank < known.length) return known[rank] ?? "";
  const [one, two, three] = [rank % 26, (rank / 26) % 26, (rank / 676) % 26];
  return `${of(syllables, one)}${of(syllables, two)}${rank > 900 ? of(syllables, three) : ""}`;
};

/** Ranks of which each comes as often as one by its place (Zipf). */
const zipf = (random: () => number, most: number): number =>
  Math.floor(most ** random() - 1 + random() * 0.99);

const phrase = (random: () => number, words: number): string =>
  Array.from({ length: words }, () => wordOf(zipf(random, vocabulary))).join(" ");

const unspaced = (random: () => number): string =>
  Array.from({ length: 3 + Math.floor(random() * 5) }, () => of(characters, random() * 20)).join(
    "",
  );

const name = (random: () => number, words: number): string =>
  random() < 0.03 ? unspaced(random) : phrase(random, words);

const capital = (text: string): string =>
  text.replace(/(^|\s)\p{L}/gu, (letter) => letter.toUpperCase());

const encodingOf = (random: () => number): NonNullable<Song["encoding"]> => {
  const samples = Math.round((120 + random() * 240) * sampleRate);
  const segments = Math.ceil((samples - unit) / (3 * unit));
  const rendition = { codecs: "mp4a.40.2", bandwidth: 140_000, averageBandwidth: 131_000 };
  return {
    id: "encoding".padEnd(21, "0"),
    recipe: 1,
    sampleRate,
    samples,
    durations: [unit, ...Array.from({ length: segments }, () => 3 * unit)],
    renditions: ["a64", "a128", "a256"].map((rung) => Object.assign({ name: rung }, rendition)),
    done: true,
  };
};

/** An album's name and who made it follow from its number; so does an artist's name. */
const albumOf = (album: number, artists: number) => {
  const random = randomFrom(album * 7919 + 1);
  // Some have twenty times the songs of most.
  const artist = Math.floor(artists * random() ** 1.5);
  return {
    album: capital(name(random, 1 + Math.floor(random() * 4))),
    artist: capital(name(randomFrom(artist * 104_729 + 3), 2)),
    genre: of(genres, zipf(random, genres.length)),
    year: 1960 + Math.floor(random() * 65),
  };
};

const songOf = (n: number, album: Tags): NewSong => {
  const random = randomFrom(n + 1);
  const title = capital(name(random, 1 + Math.floor(random() * 5)));
  const trackNumber = (n % songsOfAlbum) + 1;
  const tags = {
    title,
    trackNumber,
    ...album,
  };
  return aSong(tags, {
    state: random() < 0.995 ? "ready" : "failed",
    playable: true,
    createdAt: firstAdded + n * 400_000,
    original: { bytes: 9_000_000, complete: true, filename: `${title}.flac` },
    encoding: encodingOf(random),
    loudness: { integrated: -14 + random() * 6, range: 7, truePeak: -0.5 },
    size: 20_000_000,
  });
};

/** A library of so many songs, the oldest first. */
export function* songsOf(songs: number): Generator<NewSong> {
  const artists = Math.ceil(songs / songsOfArtist);
  for (let n = 0, album: Tags = {}; n < songs; n++) {
    if (n % songsOfAlbum === 0) album = albumOf(n / songsOfAlbum, artists);
    yield songOf(n, album);
  }
}
