import { chooseFiles } from "../uploads/choose.ts";

export const AddMusic = () => (
  <button type="button" class="button" onClick={chooseFiles}>
    Add music
  </button>
);
