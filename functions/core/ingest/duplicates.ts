/** Songs whose files are the same, byte by byte: the first is the song, the others say of which they are duplicates. */
import type { Song } from "../song/song.ts";
import type { Store } from "../store/store.ts";
import { type Bell, changeTopic } from "./bell.ts";

type Doors = { readonly store: Pick<Store, "songs">; readonly bell: Bell };

/** More copies than anybody keeps. */
const most = 500;

/**
 * Makes all songs of this file agree on which of them came first; tombstones do not count. Whoever adds, deletes or
 * restores one calls this after: however many do so at once, the last of them sees all.
 */
export const settleDuplicates = async (
  { store: { songs }, bell }: Doors,
  sha256: string | undefined,
): Promise<void> => {
  if (sha256 === undefined) return;
  const query = { filter: { sha256 }, sort: "added", descending: false, limit: most } as const;
  const [first, ...copies]: Song[] = await songs.list(query);
  if (!first) return;
  const wrong = copies.filter(({ duplicateOf }) => duplicateOf !== first.id);
  for (const { id } of wrong) await songs.update(id, { set: { duplicateOf: first.id } });
  if (first.duplicateOf !== undefined) await songs.update(first.id, { unset: ["duplicateOf"] });
  if (first.duplicateOf !== undefined || wrong.length > 0) bell.ring(changeTopic);
};
