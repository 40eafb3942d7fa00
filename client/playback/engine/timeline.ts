/** Songs one after another on the time line of one audio element. */
import type { Song, Start } from "../../../api-client/contract.ts";
import { initOf, type RenditionStart } from "./renditions.ts";

/** A song's place on the time line. */
export type Slot = {
  /** Never used twice. */
  readonly key: number;
  readonly song: Song;
  readonly start: Start;
  /** No more of it will come. */
  readonly complete: boolean;
  /** Seconds on the time line. */
  readonly from: number;
  /** Its number among the songs joined so far. */
  readonly ordinal: number;
  /** Segments of all songs before it. */
  readonly segmentsBefore: number;
};

export type Timeline = readonly Slot[];

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** Seconds of what is there of it, to the sample. */
export const lengthOf = ({ start: { durations, sampleRate } }: Pick<Slot, "start">): number =>
  Math.round(sum(durations) * sampleRate) / sampleRate;

export const endOf = (slot: Slot): number => slot.from + lengthOf(slot);

/** The time line with one more song. What is last must be complete. */
export const joined = (
  slots: Timeline,
  next: Pick<Slot, "key" | "song" | "start" | "complete">,
): Timeline => {
  const last = slots.at(-1);
  if (!last) return [{ ...next, from: 0, ordinal: 0, segmentsBefore: 0 }];
  const segmentsBefore = last.segmentsBefore + last.start.durations.length;
  return [...slots, { ...next, from: endOf(last), ordinal: last.ordinal + 1, segmentsBefore }];
};

/** The time line after a song of it has grown: never shorter. */
export const grown = (
  slots: Timeline,
  key: number,
  now: Pick<Slot, "song" | "start" | "complete">,
): Timeline =>
  slots.map((slot) => {
    if (slot.key !== key) return slot;
    const longer = now.start.durations.length >= slot.start.durations.length;
    const { renditions, sampleRate } = slot.start;
    const { durations } = longer ? now.start : slot.start;
    return {
      ...slot,
      song: now.song,
      start: { renditions, sampleRate, durations },
      complete: slot.complete || now.complete,
    };
  });

/** The song that sounds at that time. */
export const slotAt = (slots: Timeline, time: number): Slot | undefined =>
  slots.findLast(({ from }) => from <= time) ?? slots[0];

/** Seconds of each segment of a rendition: AAC's lie by its priming before the song's own cuts. */
export const segmentDurations = (
  { start: { durations }, complete }: Pick<Slot, "start" | "complete">,
  rendition: RenditionStart,
): number[] => {
  const { priming, rate } = initOf(rendition);
  const early = priming / rate;
  const last = durations.length - 1;
  return durations.map(
    (duration, index) =>
      duration - (index === 0 ? early : 0) + (index === last && complete ? early : 0),
  );
};

/** Seconds. */
export type Range = { readonly start: number; readonly end: number };

/** What of the element's buffer belongs to a song, in the song's own seconds. */
export const bufferedIn = (slot: Slot, buffered: TimeRanges): Range[] =>
  Array.from({ length: buffered.length }, (_, n) => ({
    start: Math.max(0, buffered.start(n) - slot.from),
    end: Math.min(lengthOf(slot), buffered.end(n) - slot.from),
  })).filter(({ start, end }) => end > start);
