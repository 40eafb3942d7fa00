/** The songs of the pictures: many scripts, long names, every state. */
import { failedSong, type Shelved } from "./library.ts";

const day = 24 * 60 * 60 * 1000;
const now = Date.now();

type Line = readonly [title: string, artist: string, album: string, days: number, seconds: number];

const lines: readonly Line[] = [
  ["Harbour Lights", "Maren Vale", "Salt & Copper", 0, 222],
  ["Paper Lanterns", "Maren Vale", "Salt & Copper", 0, 252],
  [
    "The Long Way Down to the Water, and Back Again Before Anyone Notices (Live at the Old Customs House)",
    "Maren Vale",
    "Salt & Copper",
    0,
    668,
  ],
  ["夜明けのバス", "小川ハル", "はじまりの駅", 0, 235],
  ["أغنية المساء", "ليلى نور", "نوافذ مفتوحة", 0, 201],
  ["Coração de Vidro", "Inês Moura", "Maré Baixa", 1, 178],
  ["🌶️ hot take 🌶️", "DJ Tofu & the Very Patient Neighbours", "Loud Upstairs", 1, 141],
  ["Slow Weather", "Theo Lindqvist Trio", "Rooms", 9, 364],
  ["Kitchen Radio", "Theo Lindqvist Trio", "Rooms", 9, 210],
  ["Before the Rain", "Okapi Hours", "Field Notes", 9, 287],
  ["Lamplighter", "Okapi Hours", "Field Notes", 10, 196],
  ["Ink & Chlorine", "Sunday Swim", "Lido", 12, 169],
];

const failed: Shelved = { ...failedSong("demo_final_v7"), added: now - day - 2_000 };

const deleted: Shelved = {
  title: "Night Ferry",
  artist: "Maren Vale",
  album: "Salt & Copper",
  seconds: 319,
  added: now - day,
  fields: { deletedAt: now - 60_000, purgeAt: now + day },
};

/** Newest first, as it is listed. */
export const shelf: readonly Shelved[] = [
  ...lines.map(([title, artist, album, days, seconds], n) => ({
    title,
    artist,
    album,
    seconds,
    trackNumber: n + 1,
    year: 2024,
    added: now - days * day - n * 1_000,
  })),
  failed,
  deleted,
];
