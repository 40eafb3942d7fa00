/** What people ask of a library, the hard ones too. */
import type { Song } from "../../../api-client/contract.ts";

const encoded = encodeURIComponent;

/** The cursor of a page far into a list. */
const farCursor = async (crud: (path: string) => string, list: string, offset: number) => {
  const { headers } = await fetch(crud(`${list}&limit=1&offset=${offset}`));
  return /cursor=([^>&]+)/.exec(headers.get("Link") ?? "")?.[1] ?? "";
};

/** Paths by what they ask. */
export const queriesOf = async (
  crud: (path: string) => string,
  songs: number,
): Promise<ReadonlyMap<string, string>> => {
  const response = await fetch(crud("songs?limit=1&sort=artist"));
  const [{ artist = "", albumId = "" }] = (await response.json()) as [Song];
  const [byAlbum, found] = await Promise.all([
    farCursor(crud, "songs?sort=album", songs / 2),
    farCursor(crud, "songs?q=the", songs / 20),
  ]);
  return new Map([
    ["nothing, as a measure of the machine", "healthz"],
    ["newest", "songs?count=true"],
    ["by title", "songs?sort=title"],
    ["by artist", "songs?sort=artist"],
    ["by album, far", `songs?sort=album&cursor=${byAlbum}`],
    ["one letter", "songs?q=t"],
    ["one letter, counted", "songs?q=t&count=true"],
    ["commonest word", "songs?q=the"],
    ["commonest word, counted", "songs?q=the&count=true"],
    ["commonest word, far", `songs?q=the&cursor=${found}`],
    ["commonest word, by title", "songs?q=the&sort=title"],
    ["commonest word, newest", "songs?q=the&sort=added"],
    ["three common words", "songs?q=the+love+of&count=true"],
    ["beginning of rare words", "songs?q=sold&count=true"],
    ["rare word", "songs?q=soldagri&count=true"],
    ["accents", `songs?q=${encoded("MÉRIBA")}`],
    ["no spaces", `songs?q=${encoded("夜明")}`],
    ["genre, by title", "songs?genre=rock&sort=title&count=true"],
    ["genre and state", "songs?genre=rock&state=ready&count=true"],
    ["an artist's", `songs?artist=${encoded(artist)}&sort=album&count=true`],
    ["an album's", `songs?albumId=${albumId}&sort=album&count=true`],
    ["albums", "albums"],
    ["artists", "artists"],
    ["albums of an artist", `albums?artist=${encoded(artist)}`],
    ["albums found", "albums?q=love&limit=12"],
    ["artists found", "artists?q=the&limit=6"],
    ["stats", "stats"],
  ]);
};
