/** The views there are: each is a path beside the page, and the player function answers it with the page. */
export const views = [
  "songs",
  "albums",
  "album",
  "artists",
  "artist",
  "recent",
  "deleted",
  "search",
] as const;
export type View = (typeof views)[number];
