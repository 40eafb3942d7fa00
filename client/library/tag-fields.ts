/** The tags one can edit, as text of a form and as the wire has them. */
import type { Song, SongChange } from "../../api-client/contract.ts";

export type FieldName =
  | "title"
  | "artist"
  | "album"
  | "albumArtist"
  | "trackNumber"
  | "discNumber"
  | "year"
  | "genre"
  | "composer"
  | "lyrics";

export type Field = {
  readonly name: FieldName;
  readonly label: string;
  readonly kind: "line" | "number" | "text";
  /** Of a number: the greatest there is. */
  readonly most?: number;
};

export const fields: readonly Field[] = [
  { name: "title", label: "Title", kind: "line" },
  { name: "artist", label: "Artist", kind: "line" },
  { name: "album", label: "Album", kind: "line" },
  { name: "albumArtist", label: "Album artist", kind: "line" },
  { name: "trackNumber", label: "Track", kind: "number", most: 99_999 },
  { name: "discNumber", label: "Disc", kind: "number", most: 9_999 },
  { name: "year", label: "Year", kind: "number", most: 9_999 },
  { name: "genre", label: "Genre", kind: "line" },
  { name: "composer", label: "Composer", kind: "line" },
  { name: "lyrics", label: "Lyrics", kind: "text" },
];

/** Lists come without lyrics: many songs are not read one by one for them. */
export const fieldsForMany: readonly Field[] = fields.filter(({ name }) => name !== "lyrics");

/** What was typed, of the fields that were touched. */
export type Draft = Partial<Record<FieldName, string>> & { readonly compilation?: boolean };

const textOf = (song: Song, name: FieldName): string => String(song[name] ?? "");

/** Undefined where songs differ. */
export const sharedText = (songs: readonly Song[], name: FieldName): string | undefined => {
  const texts = new Set(songs.map((song) => textOf(song, name)));
  return texts.size === 1 ? [...texts][0] : undefined;
};

export const sharedCompilation = (songs: readonly Song[]): boolean | undefined => {
  const flags = new Set(songs.map(({ compilation = false }) => compilation));
  return flags.size === 1 ? [...flags][0] : undefined;
};

/** A sentence for what cannot be saved. */
export const complaint = ({ kind, most }: Field, text: string): string | undefined => {
  if (kind !== "number" || text.trim() === "") return undefined;
  const isGood = /^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= (most ?? 0);
  return isGood ? undefined : `A whole number from 1 to ${most}.`;
};

const valueOf = ({ kind }: Field, text: string): string | number | null => {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  return kind === "number" ? Number(trimmed) : trimmed;
};

/** Only what was touched; null removes a tag. */
export const changeOf = ({ compilation, ...texts }: Draft): SongChange => ({
  ...Object.fromEntries(
    fields.flatMap((field) => {
      const text = texts[field.name];
      return text === undefined ? [] : [[field.name, valueOf(field, text)]];
    }),
  ),
  ...(compilation !== undefined && { compilation: compilation || null }),
});
