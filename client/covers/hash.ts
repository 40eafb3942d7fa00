/** Which of the made covers a song or an album has: the same wherever it is shown. */
export type Named = {
  readonly title?: string | undefined;
  readonly artist?: string | undefined;
  readonly album?: string | undefined;
  readonly albumArtist?: string | undefined;
  readonly compilation?: boolean | undefined;
};

export type CoverDesign = {
  /** Of 12 pairs of hues. */
  readonly pair: number;
  /** Of 5 motifs. */
  readonly motif: number;
  /** Degrees: the first hue of the pair. */
  readonly hue: number;
};

const hues = [25, 62, 88, 128, 165, 195, 232, 268, 305, 345, 40, 212] as const;
const motifs = 5;

/** FNV-1a; the basis was chosen by eye, the last steps mix its low bits, which alone are too alike. */
const hash = (text: string): number => {
  let sum = 125_228;
  for (const character of text) sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 16_777_619);
  sum ^= sum >>> 15;
  sum = Math.imul(sum, 2_246_822_519);
  return (sum ^ (sum >>> 13)) >>> 0;
};

/** Whose album it is; undefined of a compilation, which is everybody's. */
export const ownerOf = ({ albumArtist, compilation, artist }: Named): string | undefined =>
  albumArtist ?? (compilation ? undefined : artist);

/** An album has one cover; a song without an album has one of its own. */
export const coverDesign = (of: Named): CoverDesign => {
  const sum = hash(of.album ? `${ownerOf(of) ?? ""}|${of.album}` : (of.title ?? ""));
  const pair = sum % hues.length;
  return { pair, motif: (sum >>> 8) % motifs, hue: hues[pair] ?? 0 };
};
