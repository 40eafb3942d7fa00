/** Which files are worth sending, by their names. What is in them is for the server to judge. */

/** Formats that the server takes. */
export const musicEndings =
  "mp3 flac m4a m4b mp4 aac ogg oga opus wav wave w64 aif aiff aifc caf au snd ac3 wma mka webm wv tta".split(
    " ",
  );

const endings = new Set(musicEndings);

/** Lower case, without the dot; the name itself where it has none. */
export const endingOf = (name: string): string =>
  name.slice(name.lastIndexOf(".") + 1).toLowerCase();

export const isMusicName = (name: string): boolean => endings.has(endingOf(name));

const coverNames = ["cover", "folder", "front", "albumart", "album", "artwork"];
const coverName = new RegExp(`^(${coverNames.join("|")})\\.(?:jpe?g|png|webp|gif)$`, "i");

/** Of a picture that is the cover of the music beside it, by its name: the least is the likeliest. */
export const coverRank = (name: string): number | undefined => {
  const [, word] = coverName.exec(name) ?? [];
  return word === undefined ? undefined : coverNames.indexOf(word.toLowerCase());
};

/** Of a folder that is a part of an album, which has its cover above. */
export const isDiscName = (name: string): boolean => /^(?:cd|dis[ck]) ?\d+$/i.test(name);

/** What systems leave in folders, such as .DS_Store, or ._01.mp3 beside 01.mp3. */
export const isHiddenName = (name: string): boolean => name.startsWith(".");
