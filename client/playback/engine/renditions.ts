/** Which stream of a song a player takes. */
import type { Start } from "../../../api-client/contract.ts";
import type { Quality } from "../engine.ts";
import { dropEditList, timescaleOf } from "./boxes.ts";

export type RenditionStart = Start["renditions"][number];

export type Rung = Exclude<Quality, "auto">;

/** From the lowest to the highest. */
const ladder: readonly Rung[] = ["a64", "a128", "a256", "flac"];

/** Bits per second at most, as long as no song says it more exactly. */
const nominal: Readonly<Record<Rung, number>> = {
  a64: 75_000,
  a128: 150_000,
  a256: 300_000,
  flac: 1_000_000,
};

/** Samples that an AAC encoder puts before the song, and one of its frames. */
const aacFrame = 1024;

export type Init = {
  readonly bytes: Uint8Array;
  /** Samples per second. */
  readonly rate: number;
  /** Samples that come before the song. */
  readonly priming: number;
};

const inits = new WeakMap<RenditionStart, Init>();

/** A rendition's init.mp4, ready to be joined with others. */
export const initOf = (rendition: RenditionStart): Init => {
  const known = inits.get(rendition);
  if (known) return known;
  const bytes = Uint8Array.from(atob(rendition.init), (char) => char.charCodeAt(0));
  const priming = rendition.codecs.startsWith("mp4a") ? aacFrame : 0;
  const init = { bytes, rate: timescaleOf(bytes), priming };
  dropEditList(bytes);
  inits.set(rendition, init);
  return init;
};

type Decoder = (codecs: string) => boolean;

/** Browsers differ in how they want FLAC to be written. */
const spellings = (codecs: string): string[] =>
  codecs.toLowerCase() === "flac" ? ["flac", "fLaC"] : [codecs];

export const browserDecodes =
  (source: Pick<typeof MediaSource, "isTypeSupported"> | undefined): Decoder =>
  (codecs) =>
    spellings(codecs).some((name) => source?.isTypeSupported(`audio/mp4; codecs="${name}"`));

const rungOf = (rendition: RenditionStart): number => ladder.indexOf(rendition.name as Rung);

/** The best of a song up to that rung, else its lowest; undefined where the browser can decode none. */
export const renditionFor = (
  { renditions }: Start,
  rung: Rung,
  decodes: Decoder,
): RenditionStart | undefined => {
  const playable = renditions
    .filter(({ codecs }) => decodes(codecs))
    .toSorted((one, other) => rungOf(one) - rungOf(other));
  const most = ladder.indexOf(rung);
  return playable.findLast((rendition) => rungOf(rendition) <= most) ?? playable[0];
};

/** The rungs a browser can climb. */
export const rungsFor = (decodes: Decoder): Rung[] =>
  ladder.filter((rung) => rung !== "flac" || decodes("flac"));

/** Bits per second of a rung, after a song that has it; never below the rung under it. */
export const bandwidthOf = (rung: Rung, { renditions }: Start): number => {
  const measured = renditions.find(({ name }) => name === rung)?.bandwidth ?? nominal[rung];
  return rung === "flac" ? Math.max(measured, nominal.a256 * 1.5) : nominal[rung];
};

/** Of the line, the share that the first seconds may take: the rest is for coming ahead of the sound. */
const startShare = 1 / 4;

/** The rung to begin with. `estimate`: bits per second; undefined: not known. */
export const firstRung = (
  rungs: readonly Rung[],
  start: Start,
  line: { readonly estimate: number | undefined; readonly saveData: boolean },
): Rung => {
  if (line.saveData) return "a64";
  const most = (line.estimate ?? nominal.a128 / startShare) * startShare;
  return rungs.findLast((rung) => bandwidthOf(rung, start) <= most) ?? "a64";
};
