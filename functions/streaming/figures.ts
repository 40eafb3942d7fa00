/** What streaming tells Prometheus beside its requests. */
import type { Metrics } from "../core/http/metrics.ts";
import type { Chunks } from "./chunks.ts";

export const addFigures = ({ counter, gauge }: Metrics, chunks: Chunks): void => {
  counter("segue_cache_hits_total", "Chunks found in memory.", () => chunks.hits);
  counter("segue_cache_misses_total", "Chunks looked up in the store.", () => chunks.misses);
  gauge("segue_cache_bytes", "What the chunks in memory take up.", () => chunks.weight);
};
