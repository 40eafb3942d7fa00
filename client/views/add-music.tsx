import { chooseFiles } from "../uploads/choose.ts";

export const AddMusic = () => (
  <button type="button" class="button for-writers" onClick={chooseFiles}>
    Add music
  </button>
);
