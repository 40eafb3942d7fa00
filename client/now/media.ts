/** How much room there is, where CSS alone does not do. */
import { type ReadonlySignal, signal } from "@preact/signals";

const matching = (query: string): ReadonlySignal<boolean> => {
  const list = matchMedia(query);
  const matches = signal(list.matches);
  list.addEventListener("change", () => void (matches.value = list.matches));
  return matches;
};

/** The bar has room for the wave. */
export const isWide = matching("(min-width: 720px)");

/** The queue has a column of its own. */
export const hasColumn = matching("(min-width: 1180px)");

/** The stage has room for the queue. */
export const hasStageQueue = matching("(min-width: 1024px)");
