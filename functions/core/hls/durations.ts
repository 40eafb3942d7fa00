/**
 * Where a song is cut: one list of durations for all renditions, in samples (formats.md, "Segments, by source").
 * Segment 0 is one unit, so that it comes soon; each later one is three, about 6 s.
 */

const unitsPerSegment = 3;
/** A unit is 22 FLAC frames; a tail of at most one of them joins the segment before it. */
const framesPerUnit = 22;

/** Where segment `index` ends, unless it is the last. */
export const endOfSegment = (index: number, unit: number): number =>
  unit * (1 + unitsPerSegment * index);

/** The longest tail that does not make a segment of its own. */
export const joinedTail = (unit: number): number => unit / framesPerUnit;

/** Of the first segments of a song that may still go on. */
export const growingDurations = (count: number, unit: number): number[] =>
  Array.from({ length: count }, (_, index) => (index === 0 ? unit : unit * unitsPerSegment));

/** Of all segments of a song of so many samples. Their sum is that number. */
export const finalDurations = (samples: number, unit: number): number[] => {
  let last = 0;
  while (endOfSegment(last, unit) + joinedTail(unit) < samples) last++;
  const durations = growingDurations(last, unit);
  return [...durations, samples - (last === 0 ? 0 : endOfSegment(last - 1, unit))];
};
