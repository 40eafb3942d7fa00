/** The switch for shortcuts without Ctrl. */
import { singleKeys } from "./settings.ts";
import "./form.css";

export const SingleKeys = () => (
  <label class="check">
    <input
      type="checkbox"
      role="switch"
      checked={singleKeys}
      onChange={(event) => (singleKeys.value = event.currentTarget.checked)}
    />
    Single-key shortcuts
  </label>
);
