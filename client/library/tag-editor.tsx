/** Editing tags, of one song or of many. */
import type { Song } from "../../api-client/contract.ts";
import { Dialog } from "../app/dialog.tsx";
import { clean, plural } from "../app/format.ts";

export const drawTagEditor = (songs: readonly Song[]) => (close: () => void) => (
  <Dialog label={`Editing ${plural(songs.length, "song")}`} onClose={close}>
    <p dir="auto">{songs.map(({ title }) => clean(title)).join(", ")}</p>
  </Dialog>
);
