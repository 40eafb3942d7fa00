/** Which rows are drawn in this frame: those that were, and a few that are new. A leap would hold it up otherwise. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** New rows of one frame: some 10 ms on a slow machine. */
const atOnce = 12;

/** `ids`: what shall be drawn, the most urgent first. The rest comes in the frames after. */
export const useDrawable = (ids: readonly string[]): ReadonlySet<string> => {
  const before = useRef<ReadonlySet<string>>(new Set());
  const [, drawAgain] = useState(0);
  let fresh = 0;
  const drawn = new Set(ids.filter((id) => before.current.has(id) || ++fresh <= atOnce));
  before.current = drawn;
  useLayoutEffect(() => {
    if (fresh <= atOnce) return undefined;
    const frame = requestAnimationFrame(() => drawAgain((count) => count + 1));
    return () => cancelAnimationFrame(frame);
  });
  return drawn;
};
