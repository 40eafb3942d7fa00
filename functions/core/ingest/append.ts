/** Adding to an upload that other requests may be adding to as well: a line that is slow to die, another replica. */
import type { Song } from "../song/song.ts";
import type { Store } from "../store/store.ts";
import type { Bell } from "./bell.ts";
import { appendPart, beginAlike, otherBytes } from "./uploads.ts";

type Doors = { readonly store: Store; readonly bell: Bell };

/**
 * Stores bytes at an offset and tells the offset after those it has dealt with. Parts follow one another without gap
 * or overlap, whoever stores them: where one is there already and reaches further than these bytes, what comes next
 * is only compared with it. Rejects as `appendPart` does.
 */
export const createAppender = (doors: Doors, song: Song) => {
  let stored = { start: 0, bytes: new Uint8Array() as Uint8Array };

  return async (offset: number, bytes: Uint8Array): Promise<number> => {
    const known = stored.bytes.subarray(offset - stored.start);
    if (known.length > 0) {
      if (!beginAlike(known, bytes)) throw otherBytes();
      return offset + Math.min(known.length, bytes.length);
    }
    const part = await appendPart(doors, song, offset, bytes);
    // Our own bytes are on loan; there is nothing of them left to compare with.
    stored = { start: offset, bytes: part === bytes ? new Uint8Array() : part };
    return offset + Math.min(part.length, bytes.length);
  };
};
