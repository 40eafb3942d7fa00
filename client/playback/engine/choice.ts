/** Which stream is taken: what people chose, what the browser can decode, what the line seems to carry. */
import Hls from "hls.js/light";
import type { Song, Start } from "../../../api-client/contract.ts";
import type { Quality } from "../engine.ts";
import {
  browserDecodes,
  firstRung,
  renditionFor,
  type RenditionStart,
  type Rung,
  rungsFor,
} from "./renditions.ts";

/** `auto`: hls.js adapts, up to `most`. */
export type Climb = { readonly first: Rung; readonly auto: boolean; readonly most: Rung };

export type Choice = {
  quality: Quality;
  /** Bits per second of the line, as last measured; undefined: not yet. */
  measured: number | undefined;
  /** Measured, or what the browser believes. */
  readonly estimate: number | undefined;
  readonly rungs: readonly Rung[];
  decodes(codecs: string): boolean;
  climb(start: Start): Climb;
  /** What a song begins with; undefined: this browser can play none of it. */
  first(start: Start): RenditionStart | undefined;
  /** What a song likely begins with, of which no more is known than lists say. */
  guess(song: Song): Pick<RenditionStart, "url"> | undefined;
  /** This browser said that it decodes FLAC, and does not. Says whether that is news. */
  giveUpFlac(): boolean;
};

type Connection = { readonly downlink?: number; readonly saveData?: boolean };

/** bits per second in downlink's unit. */
const mega = 1_000_000;

/** Of which a choice knows nothing but what is usual. */
const usual: Start = { sampleRate: 44_100, renditions: [], durations: [] };

export const createChoice = (): Choice => {
  const inBrowser = browserDecodes(Hls.getMediaSource());
  const { connection } = navigator as Navigator & { connection?: Connection };
  let withFlac = true;

  const decodes = (codecs: string): boolean =>
    (withFlac || codecs.toLowerCase() !== "flac") && inBrowser(codecs);

  const choice: Choice = {
    quality: "auto",
    measured: undefined,
    get estimate() {
      return choice.measured ?? (connection?.downlink && connection.downlink * mega);
    },
    get rungs() {
      return rungsFor(decodes);
    },
    decodes,
    climb(start) {
      const { quality, rungs, estimate } = choice;
      const saveData = connection?.saveData ?? false;
      if (quality !== "auto") return { first: quality, auto: false, most: quality };
      const first = firstRung(rungs, start, { estimate, saveData });
      return { first, auto: true, most: saveData ? first : "flac" };
    },
    first: (start) => renditionFor(start, choice.climb(start).first, decodes),
    guess({ state, peaks, renditions }) {
      const { first } = choice.climb(usual);
      if (state !== "ready" || !renditions?.includes(first)) return undefined;
      // All that belongs to an encoding of a song has one folder.
      return peaks ? { url: peaks.replace("peaks.json", `${first}/{n}.m4s`) } : undefined;
    },
    giveUpFlac() {
      const news = withFlac && inBrowser("flac");
      withFlac = false;
      return news;
    },
  };
  return choice;
};
