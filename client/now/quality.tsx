/** Which stream plays, and the way to another. */
import { openQualityMenu, shortQuality } from "./sound-quality.ts";

export const Quality = () => (
  <button
    type="button"
    class="chip"
    onClick={({ currentTarget }) => openQualityMenu(currentTarget)}
  >
    <span class="visually-hidden">Quality: </span>
    {shortQuality}
  </button>
);
