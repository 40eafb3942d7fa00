/** Paths that the page itself makes something of. */
export const viewPaths = [
  "/songs",
  "/albums",
  "/album",
  "/artists",
  "/artist",
  "/recent",
  "/deleted",
  "/search",
] as const;
