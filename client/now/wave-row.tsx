import { elapsed, total } from "./times.ts";
import { Wave } from "./wave.tsx";

/** The wave between its times. */
export const WaveRow = () => (
  <div class="bar-wave">
    <time>{elapsed}</time>
    <Wave bars={170} />
    <time>{total}</time>
  </div>
);
