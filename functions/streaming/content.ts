/** What a chunk's name says of it. */

/** A second (s) of a playlist in a cache spares a thousand listeners of one growing song a thousand requests. */
const textFor = 1;
const year = 365 * 24 * 60 * 60;

// Apple's authoring specification, 10.4.
const types: Readonly<Record<string, string>> = {
  m3u8: "application/vnd.apple.mpegurl",
  mp4: "audio/mp4",
  m4s: "audio/mp4",
  json: "application/json",
  jpg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  avif: "image/avif",
};

const endingOf = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

/** A chunk's name that may be asked for: whatever ends in a known type. Parts have no ending. */
export const isServed = (name: string): boolean =>
  /^[\w./-]+$/.test(name) && endingOf(name) in types;

/** Playlists and waveforms: they compress well, and grow under their name. All else never changes. */
export const isText = (name: string): boolean => {
  const ending = endingOf(name);
  return ending === "m3u8" || ending === "json";
};

/** A name for all chunks of its kind, in metrics. */
export const routeOf = (name: string): string => `*.${endingOf(name)}`;

export const typeOf = (name: string): string => types[endingOf(name)] ?? "";

/** Who may keep a chunk: everyone, or only who asked for it. */
export type Audience = "public" | "private";

export const cacheControlOf = (name: string, audience: Audience): string =>
  isText(name)
    ? `${audience}, max-age=${textFor}, must-revalidate`
    : `${audience}, max-age=${year}, immutable`;
